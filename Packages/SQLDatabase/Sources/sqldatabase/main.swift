import SQLDatabaseCommand

await SQLDatabase.main()
