/* Pasted lists: what Word, Word for the web and Google Docs mean as a list becomes one, nested and numbered. */

const BULLET = /^[•▪◦‣●■·§]\s+/
const NUMBER = /^\(?((?:\d+\.)*)(\d{1,4}|[a-z]{1,2}|[ivxlc]+)[.)]$/i
const ROMAN = { i: 1, v: 5, x: 10, l: 50, c: 100 }

/** Return the number that "3.", "c)" or "(iv)" says, or null where the sign is a bullet. */
function numberOf(sign) {
  const written = NUMBER.exec(sign)?.[2].toLowerCase() || /^(?:\d+\.)+(\d+)$/.exec(sign)?.[1]
  if (!written) return null
  if (/^\d/.test(written)) return Number(written)
  if (!/^[ivxlc]+$/.test(written) || (written.length === 1 && /[lc]/.test(written))) {
    return [...written].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 96, 0)
  }
  const digits = [...written].map((letter) => ROMAN[letter])
  return digits.reduce((sum, digit, at) => sum + (digit < digits[at + 1] ? -digit : digit), 0)
}

/** Return the lists that these items make; an item is { level, list, number, content }, bullets have no number. */
function nest(doc, items) {
  const roots = []
  let open = []
  for (const item of items) {
    const level = Math.min(Math.max(1, item.level), open.length + 1)
    open = open.slice(0, level)
    const tag = item.number === null ? "UL" : "OL"
    const here = open[level - 1]
    if (!here || here.list !== item.list || here.node.tagName !== tag) {
      const node = doc.createElement(tag)
      if (item.number > 1) node.setAttribute("start", item.number)
      if (level > 1) open[level - 2].node.lastElementChild.append(node)
      else roots.push(node)
      open = [...open.slice(0, level - 1), { node, list: item.list }]
    }
    const entry = doc.createElement("li")
    entry.append(...item.content)
    open[level - 1].node.append(entry)
  }
  return roots
}

/** Replace each run of neighbours that `read` understands by lists; `read(node, isGoingOn)` returns items or null. */
function replaceRuns(doc, nodes, read, least = 1) {
  let run = []
  let items = []
  const finish = () => {
    if (items.length >= least) {
      run[0].before(...nest(doc, items))
      for (const node of run) node.remove()
    }
    run = []
    items = []
  }
  for (const node of nodes) {
    const isGoingOn = run.length > 0 && run.at(-1).nextElementSibling === node
    if (!isGoingOn) finish()
    const found = read(node, isGoingOn && items)
    if (!found) finish()
    else {
      run.push(node)
      items.push(...found)
    }
  }
  finish()
}

function paragraph(doc, node) {
  const made = doc.createElement("p")
  made.append(...node.childNodes)
  return made
}

/** Cut the first characters of a node's text. */
function cutStart(node, count) {
  const walk = node.ownerDocument.createTreeWalker(node, NodeFilter.SHOW_TEXT)
  for (let text = walk.nextNode(); text && count > 0; text = walk.nextNode()) {
    const cut = Math.min(count, text.data.length)
    count -= cut
    text.data = text.data.slice(cut)
  }
}

function mendWordLists(doc) {
  const read = (node, before) => {
    const style = node.getAttribute("style") || ""
    const [, list = "", depth = ""] = /mso-list:\s*(l\d+)\s+level(\d+)/i.exec(style) || []
    const mark = node.querySelector("[style*='mso-list:Ignore' i], [style*='mso-list: Ignore' i]")
    const typed = /^\s*([·•§o▪–-]|\(?[0-9a-z]{1,3}[.)])[\s\u00a0]{2,}/i.exec(node.textContent)
    if (!list && !mark && !typed) {
      if (!before || !before.length) return null
      before.at(-1).content.push(paragraph(doc, node))
      return []
    }
    const sign = (mark ? mark.textContent : typed?.[1] || "").replace(/[\s\u00a0]/g, "")
    if (mark) mark.remove()
    else if (typed) cutStart(node, typed[0].length)
    return [{ level: Number(depth || 1), list, number: numberOf(sign), content: [paragraph(doc, node)] }]
  }
  replaceRuns(doc, doc.querySelectorAll("p[class*='MsoList'], p[style*='mso-list' i]:not([style*='mso-list:none' i])"), read)
  for (const mark of doc.querySelectorAll("[style*='mso-list:Ignore' i]")) mark.remove()
}

/* Word for the web wraps each item in a list of its own and writes its level beside it. */
function mendWordWebLists(doc) {
  const outermost = (item) => {
    const wrapper = item.closest(".ListContainerWrapper")
    if (wrapper) return wrapper
    let list = item.parentElement
    while (list.parentElement?.closest("ul, ol")) list = list.parentElement.closest("ul, ol")
    return list
  }
  const holders = new Set([...doc.querySelectorAll(":is(ul, ol) > li[data-aria-level]")].map(outermost))
  replaceRuns(doc, holders, (holder) =>
    [...holder.querySelectorAll("li")].filter((item) => !item.querySelector("li")).map((item) => {
      const list = item.closest("ul, ol")
      const number = list.tagName === "OL" ? Number(list.getAttribute("start")) || 1 : null
      return { level: Number(item.dataset.ariaLevel) || 1, list: item.dataset.listid || "", number, content: [...item.childNodes] }
    }))
}

/* Paragraphs that begin with a typed bullet, as from mail and PDF. */
function mendTypedLists(doc) {
  replaceRuns(doc, [...doc.querySelectorAll("p, div")].filter((node) => !node.querySelector("p, div, ul, ol, table")), (node) => {
    const typed = BULLET.exec(node.textContent.trimStart())
    if (!typed) return null
    const content = doc.createElement("p")
    content.append(...[...node.childNodes].map((child) => child.cloneNode(true)))
    cutStart(content, node.textContent.length - node.textContent.trimStart().length + typed[0].length)
    return [{ level: 1, list: "", number: null, content: [content] }]
  }, 2)
}

/** Make real, nested lists of everything in a pasted document that is meant as one. */
export function mendLists(doc) {
  mendWordLists(doc)
  mendWordWebLists(doc)
  mendTypedLists(doc)
  for (const list of doc.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) {
    const item = list.previousElementSibling
    if (item?.tagName === "LI") item.append(list)
    else list.replaceWith(...list.childNodes)
  }
}
