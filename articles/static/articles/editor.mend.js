/* Makes clean, meaningful HTML of what word processors and web pages put on the clipboard. */

import { absolute, mendLinks } from "articles/editor.mend.links"
import { mendLists } from "articles/editor.mend.lists"
import { mendMarks } from "articles/editor.mend.marks"
import { mendTables } from "articles/editor.mend.tables"

const JUNK = "script, style, meta, link, title, noscript, template, iframe, object, embed, svg, canvas, audio, video, input, select, " +
  "textarea, button, .EOP, .SCXO, [style*='mso-hide:all' i], [style*='display:none' i], [style*='display: none' i], [hidden]"
const ASIDE = "nav, footer, aside, form, [role='navigation'], [role='banner'], [role='contentinfo'], [role='complementary'], " +
  "[role='search'], [role='dialog'], header:not(:has(h1, h2, h3))"
const PRIVATE = "[style*='mso-element:comment-list' i], [class*='MsoCommentReference'], [class*='MsoCommentText'], p[class*='MsoToc'], " +
  "a[href^='#_msocom']"
const LAZY = ["data-src", "data-lazy-src", "data-original", "data-lazy", "data-hi-res-src"]
const EMOJI = /^(\p{Extended_Pictographic}|\p{Emoji_Component})+$/u
const MACHINE_ALT = /\s*(description automatically generated( with \w+ confidence)?|ai-generated content may be incorrect)\.?/gi
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]/g
const TEXTBLOCKS = "p, h1, h2, h3, h4, h5, h6, figcaption, caption"
const INLINE = new Set(["A", "STRONG", "EM", "U", "S", "CODE", "SUP", "SUB", "BR"])

function rename(node, tag, kind) {
  const renamed = node.ownerDocument.createElement(tag)
  if (kind) renamed.dataset.kind = kind
  renamed.append(...node.childNodes)
  node.replaceWith(renamed)
}

function dropJunk(doc, lost) {
  for (const node of doc.body.querySelectorAll(JUNK)) node.remove()
  const comments = doc.createTreeWalker(doc.documentElement, NodeFilter.SHOW_COMMENT)
  const found = []
  while (comments.nextNode()) found.push(comments.currentNode)
  for (const node of found) node.remove()
  const outermost = (selector) => [...doc.querySelectorAll(selector)].filter((node) => !node.parentElement.closest(selector))
  for (const node of outermost(PRIVATE)) {
    if (node.textContent.trim()) lost.extras += 1
    node.remove()
  }
  const aside = outermost(ASIDE)
  const size = (node) => node.textContent.trim().length
  const isAll = size(doc.body) <= aside.reduce((sum, node) => sum + size(node), 0) * 1.02
  for (const node of isAll ? [] : aside) {
    if (size(node)) lost.extras += 1
    node.remove()
  }
}

/* Titles and headings that are so by style or role only. */
function nameHeadings(doc) {
  const isLarge = (node) => Number.parseFloat(node.style.fontSize) >= 20 && node.style.fontSize.endsWith("pt")
  for (const node of doc.querySelectorAll("p, [role='heading']")) {
    const style = node.getAttribute("style") || ""
    const spans = [...node.querySelectorAll("span")].filter((span) => span.textContent.trim() && !span.querySelector("span"))
    const isTitle = /MsoTitle/.test(node.className) || node.querySelector("[data-ccp-parastyle='Title']") ||
      (node.closest("[id^='docs-internal-guid']") && spans.length > 0 && spans.every(isLarge))
    const level = isTitle ? 1 : node.getAttribute("aria-level") || /MsoHeading\s?(\d)/.exec(node.className)?.[1]
      || /mso-outline-level:\s*(\d)/i.exec(style)?.[1] || (node.getAttribute("role") === "heading" && 2)
    if (level && !/^H[1-6]$/.test(node.tagName)) rename(node, `h${Math.min(6, Math.max(1, Number(level) || 2))}`)
  }
  for (const node of doc.querySelectorAll("p[class*='MsoQuote'], p[class*='MsoIntenseQuote']")) {
    const quotation = doc.createElement("blockquote")
    node.replaceWith(quotation)
    quotation.append(node)
  }
}

function mendPictures(doc, { base, isOwn, lost }) {
  for (const image of doc.querySelectorAll("img")) {
    if (isOwn && (image.dataset.file || image.dataset.lost)) continue
    const alt = (image.getAttribute("alt") || "").replace(MACHINE_ALT, "").trim().replace(/\s+/g, " ")
    const isSpeck = ["width", "height"].some((name) => image.hasAttribute(name) && Number.parseInt(image.getAttribute(name), 10) <= 2)
    if (isSpeck || image.getAttribute("aria-roledescription") === "checkbox" || (alt && EMOJI.test(alt))) {
      image.replaceWith(isSpeck ? "" : EMOJI.test(alt) ? alt : "")
      continue
    }
    const lazy = LAZY.map((name) => image.getAttribute(name)).find(Boolean)
      || (image.getAttribute("data-srcset") || image.getAttribute("srcset") || "").trim().split(/[\s,]+/)[0]
    const written = (image.getAttribute("src") || "").trim()
    const source = absolute(/^(https?:|\/)/i.test(written) && !image.hasAttribute("data-src") ? written : lazy || written, base)
    image.setAttribute("alt", alt)
    if (/^https?:\/\//i.test(source)) {
      image.setAttribute("src", source)
      lost.foreign += 1
    } else {
      image.removeAttribute("src")
      image.dataset.lost = "true"
      lost.pictures += 1
    }
  }
}

/* A picture stands between paragraphs, not in one. */
function liftPictures(doc) {
  for (const image of doc.querySelectorAll("img")) {
    for (let block = image.parentElement; block.matches(`${TEXTBLOCKS}, a, strong, em, u, s, sup, sub, code`); block = image.parentElement) {
      if (block.matches("figcaption, caption")) break
      const range = doc.createRange()
      range.setStartAfter(image)
      range.setEndAfter(block.lastChild)
      const rest = block.cloneNode(false)
      rest.append(range.extractContents())
      block.after(image, rest)
    }
  }
}

/* Hard breaks that mean paragraphs become such; those at the edges of a block mean nothing. */
function mendBreaks(doc) {
  const containers = new Set([...doc.body.querySelectorAll("br")].map((node) => node.parentElement))
  for (const container of containers) {
    if (container.closest("pre")) continue
    if (/^H[1-6]$/.test(container.tagName)) {
      for (const node of container.querySelectorAll("br")) node.replaceWith(" ")
      continue
    }
    if (!/^(P|DIV|BODY|TD|TH|LI|BLOCKQUOTE)$/.test(container.tagName)) continue
    const parts = []
    let open = null
    let breaks = []
    for (const node of [...container.childNodes]) {
      const isBlank = node.nodeType === 3 && !node.data.trim()
      if (node.nodeName === "BR") breaks.push(node)
      else if (node.nodeType === 3 || INLINE.has(node.nodeName)) {
        if (isBlank && (!open || breaks.length)) continue
        if (open && breaks.length === 1) open.append(breaks[0])
        else if (!open || breaks.length > 1) parts.push(open = doc.createElement("p"))
        open.append(node)
        breaks = []
      } else {
        parts.push(node)
        open = null
        breaks = []
      }
    }
    if (container.tagName === "P") container.replaceWith(...parts)
    else container.replaceChildren(...parts)
  }
}

/* A hard space stays where it joins: after a digit ("5 mm"), and as French sets it. Elsewhere it was layout. */
function mendSpaces(doc) {
  const walk = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT)
  const blocks = new Map()
  while (walk.nextNode()) {
    const text = walk.currentNode
    if (text.parentElement.closest("pre")) continue
    text.data = text.data.replace(INVISIBLE, "")
    const block = text.parentElement.closest(`${TEXTBLOCKS}, li, td, th, div, blockquote, body`)
    blocks.set(block, [...(blocks.get(block) || []), text])
  }
  for (const texts of blocks.values()) {
    const whole = texts.map((text) => text.data).join("")
    const mended = whole.replace(/\u00a0/g, (space, at) => {
      const [before, after] = [whole[at - 1] || " ", whole[at + 1] || " "]
      const joins = !/\s/.test(before) && !/\s/.test(after) && (/\d/.test(before) || /[;:!?»%]/.test(after) || before === "«")
      return joins ? space : " "
    })
    let at = 0
    for (const text of texts) {
      text.data = mended.slice(at, at += text.data.length)
    }
  }
}

/* Headings begin below the one they come under, at 2 at the highest, and go down by one. */
function levelHeadings(doc, above) {
  for (const node of doc.querySelectorAll(":is(td, th, li) :is(h1, h2, h3, h4, h5, h6)")) rename(node, "p")
  const headings = [...doc.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((node) => node.textContent.trim())
  const written = headings.map((node) => Number(node.tagName[1]))
  const first = Math.min(above + 1, Math.max(2, Math.min(...written)))
  const open = []
  headings.forEach((node, at) => {
    while (open.length && open.at(-1).written >= written[at]) open.pop()
    const level = Math.min(4, open.length ? open.at(-1).level + 1 : first)
    open.push({ written: written[at], level })
    rename(node, `h${level}`, node.dataset.kind)
  })
}

function dropEmpty(doc) {
  for (const node of [...doc.querySelectorAll(`${TEXTBLOCKS}, div, li, ul, ol, blockquote, figure, a`)].reverse()) {
    if (!node.textContent.trim() && !node.querySelector("img, hr, table")) node.remove()
  }
}

/**
 * Return { html, lost }: the pasted HTML mended, and how much of it could not be kept. `above` is the level of the heading
 * that it comes under, 1 where there is none.
 */
export function mend(pasted, above = 1) {
  const doc = new DOMParser().parseFromString(pasted, "text/html")
  const lost = { pictures: 0, foreign: 0, links: 0, places: 0, extras: 0 }
  const context = { base: doc.querySelector("base[href]")?.getAttribute("href") || "", isOwn: !!doc.querySelector("[data-pm-slice]"), lost }
  if (!context.isOwn) {
    dropJunk(doc, lost)
    nameHeadings(doc)
    mendLists(doc)
    mendTables(doc)
  }
  mendPictures(doc, context)
  mendLinks(doc, context)
  if (!context.isOwn) {
    mendMarks(doc)
    liftPictures(doc)
    mendBreaks(doc)
    mendSpaces(doc)
    levelHeadings(doc, above)
    dropEmpty(doc)
  }
  return { html: doc.body.innerHTML, lost }
}
