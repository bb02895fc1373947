/* Pasted styles: what they say about words becomes elements, the rest goes. */

const HEAVY = /^(bold|bolder|[6-9]00)$/
const ELEMENTS = { bold: "strong", italic: "em", underline: "u", strike: "s", code: "code", super: "sup", sub: "sub" }
const TAGS = { B: "bold", STRONG: "bold", I: "italic", EM: "italic", CITE: "italic", DFN: "italic", VAR: "italic", U: "underline",
  S: "strike", STRIKE: "strike", DEL: "strike", CODE: "code", KBD: "code", SAMP: "code", TT: "code", SUP: "super", SUB: "sub" }
const KEPT = new Set(["A", "BLOCKQUOTE", "BR", "CAPTION", "DIV", "FIGCAPTION", "FIGURE", "H1", "H2", "H3", "H4", "H5", "H6", "HR",
  "IMG", "LI", "OL", "P", "PRE", "TABLE", "TBODY", "TD", "TFOOT", "TH", "THEAD", "TR", "UL"])
const BLOCKS = new Set(["ADDRESS", "ARTICLE", "ASIDE", "CENTER", "DD", "DETAILS", "DL", "DT", "FOOTER", "HEADER", "HGROUP", "MAIN",
  "NAV", "SECTION", "SUMMARY"])
const BETWEEN = new Set(["BODY", "DIV", "OL", "TABLE", "TBODY", "TFOOT", "THEAD", "TR", "UL"])
const KIND = ["data-kind"]
const ATTRIBUTES = { A: ["href", "rel", "data-article", "data-lost"], H2: KIND, H3: KIND, H4: KIND, IMG: ["src", "alt", "data-lost"], OL: ["start"],
  TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan", "scope"] }

/** Return the names of what the styles and elements around a text say about it; a nearer one outdoes a farther one. */
export function marksAt(text) {
  const found = {}
  const say = (name, value) => { found[name] ??= value }
  for (let node = text.parentElement; node && node.tagName !== "BODY"; node = node.parentElement) {
    const { fontWeight, fontStyle, verticalAlign, textDecoration, textDecorationLine } = node.style
    const line = textDecorationLine || textDecoration
    if (fontWeight) say("bold", HEAVY.test(fontWeight))
    if (fontStyle) say("italic", /^(italic|oblique)/.test(fontStyle))
    if (/^(super|sub|baseline)$/.test(verticalAlign)) {
      say("super", verticalAlign === "super")
      say("sub", verticalAlign === "sub")
    }
    if (line.includes("underline")) say("underline", true)
    if (line.includes("line-through")) say("strike", true)
    if (TAGS[node.tagName]) say(TAGS[node.tagName], true)
    if (node.tagName === "A") found.underline = false
    if (/^(H[1-6]|TH)$/.test(node.tagName)) found.bold = false
  }
  return Object.keys(ELEMENTS).filter((name) => found[name])
}

/** Return whether all words in the node are bold; false where there are none. */
export function isBold(node) {
  const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT)
  let isFound = false
  while (walk.nextNode()) {
    if (!walk.currentNode.data.trim()) continue
    if (!marksAt(walk.currentNode).includes("bold")) return false
    isFound = true
  }
  return isFound
}

/** Keep of a pasted document the elements that mean something, without styles, classes and other attributes. */
export function mendMarks(doc) {
  const walk = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT)
  const marked = []
  while (walk.nextNode()) {
    const text = walk.currentNode
    if (!text.parentElement.closest("pre")) marked.push([text, marksAt(text)])
  }
  for (const node of doc.body.querySelectorAll("*")) {
    if (node.closest("pre") && node.tagName !== "PRE") continue
    if (BLOCKS.has(node.tagName)) {
      const block = doc.createElement("div")
      block.append(...node.childNodes)
      node.replaceWith(block)
    } else if (!KEPT.has(node.tagName)) {
      node.replaceWith(...node.childNodes)
    } else {
      for (const { name } of [...node.attributes]) if (!ATTRIBUTES[node.tagName]?.includes(name)) node.removeAttribute(name)
    }
  }
  for (const [text, names] of marked) {
    if (!text.data.trim() && BETWEEN.has(text.parentElement.tagName)) continue
    let inner = text
    for (const name of names.reverse()) {
      const outer = doc.createElement(ELEMENTS[name])
      inner.replaceWith(outer)
      outer.append(inner)
      inner = outer
    }
  }
}
