import Crawling
import PageFetching
import Testing
import WebAddress

@Suite("The fetcher")
struct FetcherTests {
    @Test(
        "internal addresses are refused, by number and by name",
        arguments: [
            "http://127.0.0.1:1/", "http://[::1]:1/", "http://localhost:1/", "http://2130706433:1/",
            "http://169.254.169.254/latest/meta-data/", "http://[::ffff:10.0.0.1]/",
        ])
    func refuses(_ address: String) async throws {
        let fetcher = try HTTPFetcher(configuration: HTTPFetcher.Configuration())
        let response = await fetcher.fetch(FetchRequest(url: try #require(WebURL(address)), bodyLimit: 1000))
        await fetcher.shutdown()
        #expect(response.failure == .internalAddress)
    }

    @Test("they are allowed when the crawl says so, and then nothing listens there")
    func allows() async throws {
        var configuration = HTTPFetcher.Configuration()
        configuration.allowsInternalAddresses = true
        let fetcher = try HTTPFetcher(configuration: configuration)
        let response = await fetcher.fetch(
            FetchRequest(url: try #require(WebURL("http://127.0.0.1:1/")), bodyLimit: 1000))
        await fetcher.shutdown()
        #expect(response.failure == .connection)
    }

    @Test("of internal addresses only those are asked that the user named")
    func named() async throws {
        var configuration = HTTPFetcher.Configuration()
        configuration.namedInternalAddresses = ["127.0.0.1"]
        let fetcher = try HTTPFetcher(configuration: configuration)
        func failure(_ address: String) async throws -> FetchFailure? {
            await fetcher.fetch(FetchRequest(url: try #require(WebURL(address)), bodyLimit: 1000)).failure
        }
        #expect(try await failure("http://127.0.0.1:1/") == .connection)
        // Another number for the same address, and a name of it.
        #expect(try await failure("http://0x7f.1:1/") == .connection)
        #expect(try await failure("http://localhost:1/") == .connection)
        for other in ["http://127.0.0.2:1/", "http://[::1]:1/", "http://10.0.0.1/", "http://169.254.169.254/"] {
            #expect(try await failure(other) == .internalAddress, "\(other)")
        }
        await fetcher.shutdown()
    }
}
