/* The checklist beside the form: asks about what the form holds, saved or not, and leads to what is to be mended. */

import { ask } from "articles/admin.ask"

const PAUSE = 1000 // ms after the last change
const SENT = /^(title|slug|standfirst|body|lead_image|lead_alt|lead_is_decorative|share_image|tags|seo_title|seo_description|(bylines|citations|picks|sponsorship)-.*|treatment-0-(cost_from|cost_to|currency|per))$/
const FOCUSABLE = "input:not([type=hidden]), textarea, select, button, a[href], summary, [tabindex]"
const panel = document.getElementById("checklist")
const form = document.getElementById("article_form")
const folded = (text) => text.replace(/\s+/g, " ").trim()
const isShown = (node) => node.checkVisibility?.() ?? node.offsetParent !== null

/* The editor of the body; null where the body is not editable, or not yet. */
const surface = () => form.querySelector(".field-body .ProseMirror")?.editor || null

/* What a click asked of the text before its editor stood: it is done once more when it does. */
let late = null
const again = (act) => { if (!surface()) late = act }

/* What the form holds of what the checklist judges. */
function held() {
  const data = new FormData()
  for (const [name, value] of new FormData(form)) if (SENT.test(name) && typeof value === "string") data.append(name, value)
  return data
}

/* Where in the text */

/** Return { from, to } of the link that the element shows. */
function rangeOfLink(editor, node) {
  const { doc, schema } = editor.state
  const from = editor.view.posAtDOM(node, 0)
  const mark = doc.nodeAt(from)?.marks.find(({ type }) => type === schema.marks.link)
  if (!mark) return null
  const inside = doc.resolve(from)
  let to = from
  inside.parent.forEach((child, offset) => {
    if (inside.start() + offset === to && mark.isInSet(child.marks)) to += child.nodeSize
  })
  return { from, to, mark }
}

/** Return the number-th link, or the next one that leads to the address where the text has changed meanwhile. */
function linkElement(editor, number, href = null) {
  const all = [...editor.view.dom.querySelectorAll("a")]
  const expected = all[number - 1]
  if (href === null || expected?.getAttribute("href") === href) return expected
  return all.find((node) => node.getAttribute("href") === href)
}

/** Return { from, to } of the sentence in the text, its spaces folded. */
function rangeOfSentence(editor, sentence) {
  let found = null
  editor.state.doc.descendants((node, position) => {
    if (found || !node.isTextblock) return !found
    const text = node.textBetween(0, node.content.size, " ", " ")
    const pattern = folded(sentence).split(" ").map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+")
    const match = new RegExp(pattern).exec(text)
    if (match) found = { from: position + 1 + match.index, to: position + 1 + match.index + match[0].length }
    return false
  })
  return found
}

/** Return { from, to } of the first mark such as [2] or [1–3] that cites the source with the number. */
function rangeOfMark(editor, number) {
  let found = null
  editor.state.doc.descendants((node, position) => {
    if (found || !node.isTextblock) return !found
    const text = node.textBetween(0, node.content.size, " ", " ")
    for (const match of text.matchAll(/\[[\d\s,;‑–—-]+\]/g)) {
      const cites = match[0].slice(1, -1).split(/[,;]/).some((part) => {
        const [low, high = low] = part.split(/[‑–—-]/).map((each) => parseInt(each, 10))
        return low === number || (low <= number && number <= high)
      })
      if (cites && !found) found = { from: position + 1 + match.index, to: position + 1 + match.index + match[0].length }
    }
    return false
  })
  return found
}

function positionOf(editor, kind, number) {
  const name = { picture: "articlePicture", heading: "heading" }[kind]
  let left = number
  let found = null
  editor.state.doc.descendants((node, position) => {
    if (node.type.name === name) left -= 1
    if (left === 0 && found === null) found = position
    return found === null
  })
  return found
}

function jumpInBody(editor, kind, number, text) {
  const chain = editor.chain()
  if (kind === "picture" || kind === "heading") {
    const position = positionOf(editor, kind, number)
    if (position === null) return editor.commands.focus()
    if (kind === "picture") chain.setNodeSelection(position)
    else chain.setTextSelection(position + 1 + editor.state.doc.nodeAt(position).content.size)
  } else {
    const node = kind === "link" ? linkElement(editor, number) : null
    let range = node && rangeOfLink(editor, node)
    if (kind === "sentence") range = rangeOfSentence(editor, text)
    if (kind === "mark") range = rangeOfMark(editor, number)
    if (!range) return editor.commands.focus()
    chain.setTextSelection({ from: range.from, to: range.to })
  }
  chain.run()
  editor.view.focus() // at once: what is typed next belongs there
  const { node } = editor.view.domAtPos(editor.state.selection.from)
  const shown = editor.view.nodeDOM(editor.state.selection.from) || node
  ;(shown.nodeType === Node.ELEMENT_NODE ? shown : shown.parentElement).scrollIntoView({ block: "center" })
}

function jump({ target, text }) {
  const [place, kind, number] = target.split(":")
  if (place === "body" || place === "id_body") again(() => jump({ target, text }))
  const editor = surface()
  if (place === "body" && editor) return jumpInBody(editor, kind, Number(number), text)
  if (place === "id_body" && editor) {
    editor.commands.focus()
    return editor.view.dom.scrollIntoView({ block: "center" })
  }
  const name = place === "body" ? "id_body" : place
  /* A field that may only be read has no control. */
  const node = document.getElementById(name) || form.querySelector(`.field-${name.replace(/^id_/, "")}`)
  if (!node) return
  for (let above = node; above; above = above.parentElement) if (above.tagName === "DETAILS") above.open = true
  const row = node.matches(FOCUSABLE) && isShown(node) ? null : node.closest(".form-row") || node
  const stop = row ? [...row.querySelectorAll(FOCUSABLE)].find((each) => isShown(each) && each.tabIndex >= 0) : node
  ;(isShown(node) ? node : row).scrollIntoView({ block: "center" })
  stop?.focus({ preventScroll: true })
}

/* One click makes a link what it is to search engines; the form saves it like anything typed. */
function setRel(item, rel) {
  again(() => setRel(item, rel))
  const editor = surface()
  const node = editor && linkElement(editor, Number(item.dataset.link), item.dataset.href)
  const range = node && rangeOfLink(editor, node)
  if (!range) return soon()
  const { tr } = editor.state
  const { mark } = range
  tr.removeMark(range.from, range.to, mark).addMark(range.from, range.to, mark.type.create({ ...mark.attrs, rel: rel || null }))
  editor.view.dispatch(tr)
  for (const each of item.querySelectorAll("[data-rel]")) each.setAttribute("aria-pressed", String(each.dataset.rel === rel))
  check()
}

/* A price that the text names, put into the treatment's facts as if it had been typed; nothing is saved by it. */
function fillCost({ costFrom, costTo, currency, per }) {
  const facts = { cost_from: costFrom, cost_to: costTo, currency, per }
  const fields = Object.keys(facts).map((name) => document.getElementById(`id_treatment-0-${name}`))
  if (fields.some((field) => !field)) return
  for (const field of fields) {
    field.value = facts[field.name.replace("treatment-0-", "")]
    field.dispatchEvent(new Event("input", { bubbles: true }))
    field.dispatchEvent(new Event("change", { bubbles: true }))
  }
  jump({ target: fields[0].id })
  panel.querySelector(".articles-checklist-summary").textContent = config.words.costFilled
}

/* Asking */

const config = panel && JSON.parse(document.getElementById("checklist-config").textContent)
let latest = ""
let turn = 0
let timer = 0
let heard = null

/* What identifies a button of the panel after it has been drawn anew. */
const nameOf = (node) => `${node.closest("[data-link]")?.dataset.link || ""} ${node.dataset.target || ""} ${node.dataset.rel ?? ""} ${node.dataset.costFrom ?? ""} ${node.tagName}`

/* Drawing anew takes the button from under a finger that is about to let go: what is pressed is left until then. */
let drawn = ""
let isPressed = false
let next = null

function show(answer) {
  if (isPressed) next = answer
  else draw(answer)
}

function released() {
  isPressed = false
  const answer = next
  next = null
  if (answer) draw(answer)
}

function draw({ html, summary }) {
  const status = panel.querySelector(".articles-checklist-summary")
  if (status.textContent !== summary) status.textContent = summary
  if (html === drawn) return
  drawn = html
  const body = panel.querySelector(".articles-checklist-body")
  const open = new Map([...body.querySelectorAll("details")].map((part) => [part.dataset.part, part.open]))
  const here = body.contains(document.activeElement) ? nameOf(document.activeElement) : null
  body.innerHTML = html
  for (const part of body.querySelectorAll("details")) if (open.has(part.dataset.part)) part.open = open.get(part.dataset.part)
  if (here !== null) [...body.querySelectorAll("button, summary")].find((node) => nameOf(node) === here)?.focus({ preventScroll: true })
  if (!config.mayChange) for (const node of body.querySelectorAll(".articles-rels")) node.remove()
  if (!document.getElementById("id_treatment-0-cost_from")) for (const node of body.querySelectorAll("[data-cost-from]")) node.remove()
}

async function check() {
  const editor = surface()
  if (editor && editor !== heard) editor.on("update", soon)
  heard = editor
  const data = held()
  const now = JSON.stringify([...data])
  const stale = panel.querySelector(".articles-checklist-stale")
  if (now === latest && !stale.textContent) return
  latest = now
  turn += 1
  const mine = turn
  try {
    const answer = await ask(config.address, config.words, data)
    if (mine !== turn) return
    show(answer)
    stale.textContent = ""
  } catch (error) {
    if (mine === turn) stale.textContent = `${config.words.checklistStale} ${error.message}`
  }
}

function soon() {
  clearTimeout(timer)
  timer = setTimeout(check, PAUSE)
}

if (panel && form && config.address) {
  panel.addEventListener("click", ({ target }) => {
    const button = target.closest("button")
    if (button?.dataset.target) jump(button.dataset)
    else if (button && "costFrom" in button.dataset) fillCost(button.dataset)
    else if (button && "rel" in button.dataset) setRel(button.closest("[data-link]"), button.dataset.rel)
  })
  panel.addEventListener("pointerdown", () => { isPressed = true })
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => setTimeout(released))
  form.addEventListener("prose-editor:ready", () => {
    late?.()
    late = null
    soon()
  })
  for (const name of ["input", "keyup", "paste", "cut", "drop"]) form.addEventListener(name, soon)
  /* jQuery hears what its own widgets change as well as the browser's events. */
  window.django.jQuery(form).on("change", soon)
  document.addEventListener("formset:removed", soon)
  window.addEventListener("pageshow", soon)
  /* Buttons of dialogs and of the editor change the text without an event of the form. */
  document.addEventListener("click", ({ target }) => !panel.contains(target) && soon())
  check()
}
