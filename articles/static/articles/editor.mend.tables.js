/* Pasted tables: cells that are meant as headings become headings, a frame around one cell goes. */

import { isBold } from "articles/editor.mend.marks"

function makeHeading(cell) {
  if (cell.tagName === "TH") return
  const heading = cell.ownerDocument.createElement("th")
  for (const name of ["colspan", "rowspan"]) if (cell.hasAttribute(name)) heading.setAttribute(name, cell.getAttribute(name))
  heading.append(...cell.childNodes)
  cell.replaceWith(heading)
}

function mendHeadings(table) {
  for (const cell of table.querySelectorAll("[role='columnheader'], [role='rowheader']")) makeHeading(cell)
  const [first, ...rest] = table.rows
  if (!rest.length) return
  const named = [...first.cells].filter((cell, at) => at > 0 || cell.textContent.trim())
  const leading = rest.map((row) => row.cells[0])
  const others = rest.flatMap((row) => [...row.cells].slice(1))
  const isColumn = others.length && leading.every((cell) => cell?.tagName === "TD" && isBold(cell)) && !others.every(isBold)
  if (!table.querySelector("th") && named.length && named.every(isBold)) [...first.cells].forEach(makeHeading)
  if (isColumn) leading.forEach(makeHeading)
}

/** Make headings of the first row and the first column of each pasted table where their words are bold. */
export function mendTables(doc) {
  for (const table of doc.querySelectorAll("table")) {
    const { rows } = table
    if (rows.length === 1 && rows[0].cells.length === 1) {
      const content = doc.createElement("div")
      content.append(...rows[0].cells[0].childNodes)
      table.replaceWith(content)
    } else mendHeadings(table)
  }
}
