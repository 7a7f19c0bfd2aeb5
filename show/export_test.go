package show

// FieldAliases are for tests.
var FieldAliases = fieldAliases
