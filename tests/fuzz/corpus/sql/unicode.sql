SELECT "é", été AS [😀], 'café' FROM "a""b";
