import AdministratorCommand

await Administrator.main()
