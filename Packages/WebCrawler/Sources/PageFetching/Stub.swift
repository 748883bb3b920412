import AsyncHTTPClient
enum PageFetchingStub {}
