enum LinkReportStub {}
