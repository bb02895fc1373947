/* Mends what word processors put on the clipboard before the editor reads it. */

const HEAVY = /^(bold|bolder|[6-9]00)$/

/** Turn Word's paragraphs that look like list items into lists. */
function mendWordLists(doc) {
  const items = [...doc.querySelectorAll("p[class*='MsoList'], p[style*='mso-list']")]
  let open = []
  let previous = null
  let listed = ""
  for (const item of items) {
    const [, list = "", depth = "1"] = /(l\d+)\s+level(\d+)/.exec(item.getAttribute("style") || "") || []
    const level = Number(depth)
    const mark = item.querySelector("[style*='mso-list:Ignore'], [style*='mso-list: Ignore']") || null
    const sign = (mark || item).textContent.trim()
    const isOrdered = /^\(?([0-9]{1,3}|[a-z]{1,2}|[ivx]+)[.)]/i.test(sign)
    if (mark) mark.remove()
    else item.innerHTML = item.innerHTML.replace(/^\s*([·•§o▪–-]|\(?[0-9a-z]{1,3}[.)])(\s|&nbsp;)+/i, "")
    if (!previous || previous.nextElementSibling !== item || list !== listed) open = []
    previous = item
    listed = list
    const entry = doc.createElement("li")
    const text = doc.createElement("p")
    text.append(...item.childNodes)
    entry.append(text)
    open = open.slice(0, level)
    while (open.length < level) {
      const fresh = doc.createElement(isOrdered ? "ol" : "ul")
      if (open.length) (open.at(-1).lastElementChild || open.at(-1)).append(fresh)
      else item.before(fresh)
      open.push(fresh)
    }
    open.at(-1).append(entry)
  }
  for (const item of items) item.remove()
}

/** Turn the first row of a table into headings where all of it is bold. */
function mendHeaderRows(doc) {
  for (const table of doc.querySelectorAll("table")) {
    const cells = [...(table.querySelector("tr")?.children || [])]
    if (table.querySelector("th") || table.rows.length < 2 || !cells.length) continue
    const isBold = (cell) => {
      const text = cell.textContent.trim()
      const bold = [cell, ...cell.querySelectorAll("*")].filter((node) => /^(B|STRONG)$/.test(node.tagName) || HEAVY.test(node.style.fontWeight))
      return text && bold.some((node) => node.textContent.trim() === text)
    }
    if (!cells.every(isBold)) continue
    for (const cell of cells) {
      const heading = doc.createElement("th")
      for (const { name, value } of cell.attributes) heading.setAttribute(name, value)
      heading.textContent = cell.textContent.trim()
      cell.replaceWith(heading)
    }
  }
}

/** Return the pasted HTML, mended. */
export function mend(html) {
  const doc = new DOMParser().parseFromString(html, "text/html")
  mendWordLists(doc)
  mendHeaderRows(doc)
  return doc.body.innerHTML
}
