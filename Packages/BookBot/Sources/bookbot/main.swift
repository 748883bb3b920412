import BookBotCommand

await BookBot.main()
