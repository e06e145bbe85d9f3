// Stands before the real header while the headers of src/domain are compiled.
#error "src/domain may not use SQL (SQLiteCpp/SQLiteCpp.h)"
