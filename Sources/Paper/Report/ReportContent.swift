/// All that stands on a report for the head of a unit, already in words and figures.
package struct ReportContent: Sendable, Hashable {
    package struct Figure: Sendable, Hashable {
        package var label: String
        package var value: String
        package init(_ label: String, _ value: String) {
            self.label = label
            self.value = value
        }
    }

    /// Bars that lie one below the other, each of parts that add up.
    package struct Chart: Sendable, Hashable {
        package struct Bar: Sendable, Hashable {
            package var label: String
            /// As many as there are names; none is below 0.
            package var parts: [Int]
            package init(_ label: String, parts: [Int]) {
                self.label = label
                self.parts = parts
            }
        }
        package var title: String
        /// What the parts are, the darkest first.
        package var names: [String]
        package var bars: [Bar]
        package init(title: String, names: [String], bars: [Bar]) {
            self.title = title
            self.names = names
            self.bars = bars
        }
    }

    package struct Table: Sendable, Hashable {
        package var heading: String
        /// Of the columns of figures.
        package var columns: [String]
        /// A name, then as many figures as there are columns.
        package var rows: [(name: String, figures: [String])]
        package init(heading: String, columns: [String], rows: [(name: String, figures: [String])]) {
            self.heading = heading
            self.columns = columns
            self.rows = rows
        }

        package static func == (a: Table, b: Table) -> Bool {
            a.heading == b.heading && a.columns == b.columns && a.rows.elementsEqual(b.rows) { $0 == $1 }
        }

        package func hash(into hasher: inout Hasher) {
            hasher.combine(heading)
            hasher.combine(columns)
            for row in rows {
                hasher.combine(row.name)
                hasher.combine(row.figures)
            }
        }
    }

    /// BCP 47.
    package var language: String
    package var title: String
    package var subtitle: String
    package var figures: [Figure]
    package var chart: Chart
    package var tables: [Table]
    /// Before the page's number.
    package var foot: String
    /// ISO 8601 with offset, kept in the document.
    package var madeAt: String

    package init(
        language: String, title: String, subtitle: String, figures: [Figure], chart: Chart, tables: [Table], foot: String,
        madeAt: String
    ) {
        self.language = language
        self.title = title
        self.subtitle = subtitle
        self.figures = figures
        self.chart = chart
        self.tables = tables
        self.foot = foot
        self.madeAt = madeAt
    }
}
