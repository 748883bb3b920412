import BookBotCommand

await BookBot.start()
