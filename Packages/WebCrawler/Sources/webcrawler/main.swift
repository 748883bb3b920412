import WebCrawlerCommand

await WebCrawler.main()
