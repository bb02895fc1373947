/* Find in the text, and replace. */

import { Extension, Plugin, pm } from "django-prose-editor/editor"

import { button, el } from "articles/admin.dialog"
import { stripOf } from "articles/editor.strip"

const { Decoration, DecorationSet } = pm.view
const { PluginKey, TextSelection } = pm.state
const key = new PluginKey("find")
const LONGEST = 200
const ALIKE = [["'", "['’‘‚]"], ['"', '["“”„«»]'], ["-", "[-‐‑]"], [" ", "\\s"]]

/** Return the pattern of what is looked for: straight quotes find curly ones, a space finds a hard one. */
function patternOf(query, isExact) {
  const characters = [...query].map((character) => ALIKE.find(([plain]) => plain === character)?.[1] || character.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"))
  return new RegExp(characters.join(""), isExact ? "gu" : "giu")
}

/** Return where the pattern occurs in the document as { from, to }, in reading order. */
function occurrences(doc, query, isExact) {
  if (!query) return []
  const pattern = patternOf(query, isExact)
  const found = []
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true
    const text = node.textBetween(0, node.content.size, "\ufffc", "\ufffc")
    for (const { index, 0: hit } of text.matchAll(pattern)) found.push({ from: position + 1 + index, to: position + 1 + index + hit.length })
    return false
  })
  return found
}

const NOTHING = { query: "", isExact: false, found: [], now: -1, decorations: DecorationSet.empty }

function look(doc, { query, isExact }, near) {
  const found = occurrences(doc, query, isExact)
  const after = found.findIndex(({ from }) => from >= near)
  return withNow(doc, { query, isExact, found }, found.length ? Math.max(0, after) : -1)
}

function withNow(doc, search, now) {
  const marks = search.found.map(({ from, to }, at) => Decoration.inline(from, to, { class: at === now ? "articles-found is-now" : "articles-found" }))
  return { ...search, now, decorations: DecorationSet.create(doc, marks) }
}

const plugin = () => new Plugin({
  key,
  state: {
    init: () => NOTHING,
    apply(tr, search, _before, { doc }) {
      const asked = tr.getMeta(key)
      if (asked?.query !== undefined) return asked.query ? look(doc, asked, asked.near) : NOTHING
      if (asked?.now !== undefined) return withNow(doc, search, asked.now)
      if (!tr.docChanged || !search.query) return search
      return look(doc, search, asked?.near ?? tr.mapping.map(search.found[search.now]?.from ?? tr.selection.from))
    },
  },
  props: { decorations: (state) => key.getState(state).decorations },
})

/** Make the bar; return { open }. */
function makeBar(editor, words) {
  const query = el("input", { type: "search", maxlength: LONGEST, "aria-label": words.find, placeholder: words.find, autocomplete: "off", spellcheck: "false" })
  const other = el("input", { type: "text", "aria-label": words.replaceWith, placeholder: words.replaceWith, autocomplete: "off" })
  const exact = button(words.matchCase, () => {
    exact.setAttribute("aria-pressed", String(exact.getAttribute("aria-pressed") !== "true"))
    seek()
  }, { "aria-pressed": "false" })
  const count = el("span", { class: "articles-find-count", role: "status" })
  const search = () => key.getState(editor.state)
  const tell = (message) => {
    const { found, now } = search()
    const place = words.findCount.replace("%(now)s", now + 1).replace("%(all)s", found.length)
    count.textContent = message || (query.value ? (found.length ? place : words.findNone) : "")
  }
  const ask = (meta) => editor.view.dispatch(editor.state.tr.setMeta(key, meta))
  const show = () => {
    tell()
    editor.view.dom.querySelector(".articles-found.is-now")?.scrollIntoView({ block: "center" })
  }
  const seek = (near = search().found[search().now]?.from ?? editor.state.selection.from) => {
    ask({ query: query.value, isExact: exact.getAttribute("aria-pressed") === "true", near })
    show()
  }
  const step = (by) => {
    const { found, now } = search()
    if (!found.length) return tell()
    ask({ now: (now + by + found.length) % found.length })
    show()
  }
  const write = (tr, { from, to }) => (other.value ? tr.insertText(other.value, from, to) : tr.delete(from, to))
  const replace = () => {
    const { found, now } = search()
    if (now < 0 || !editor.isEditable) return tell()
    editor.view.dispatch(write(editor.state.tr, found[now]).setMeta(key, { near: found[now].from + other.value.length }))
    show()
  }
  const replaceAll = () => {
    const { found } = search()
    if (!found.length || !editor.isEditable) return tell()
    const tr = pm.history.closeHistory(editor.state.tr)
    for (const place of [...found].reverse()) write(tr, place)
    editor.view.dispatch(tr)
    editor.view.dispatch(pm.history.closeHistory(editor.state.tr))
    tell(words.replacedAll.replace("%s", found.length))
  }
  const close = () => {
    const { found, now } = search()
    const { from, to } = found[now] || editor.state.selection
    bar.hidden = true
    editor.view.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, from, to)).setMeta(key, { query: "" }))
    editor.view.focus()
  }
  const icon = (sign, label, act) => button(sign, act, { "aria-label": label, title: label, class: "material-icons" })
  const bar = el("div", { class: "articles-find", role: "search", "aria-label": words.findInText, hidden: true },
    el("div", {}, query, count, icon("arrow_upward", words.findPrevious, () => step(-1)), icon("arrow_downward", words.findNext, () => step(1)), exact,
      icon("close", words.findClose, close)),
    el("div", {}, other, button(words.replace, replace), button(words.replaceAll, replaceAll)))

  query.addEventListener("input", () => seek())
  /* What is looked for is no part of the form: it neither submits nor changes it. */
  for (const name of ["input", "change"]) bar.addEventListener(name, (event) => event.stopPropagation())
  bar.addEventListener("keydown", (event) => {
    const isTyping = event.target === query || event.target === other
    if (event.key === "Escape") close()
    else if (event.key === "Enter" && isTyping) event.target === other ? replace() : step(event.shiftKey ? -1 : 1)
    else if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "f") query.select()
    else return
    event.preventDefault()
    event.stopPropagation()
  })
  editor.on("update", () => bar.hidden || tell())
  stripOf(editor).prepend(bar)

  return {
    open() {
      const { from, to, empty, $from, $to } = editor.state.selection
      if (!empty && $from.sameParent($to) && to - from <= LONGEST) query.value = editor.state.doc.textBetween(from, to)
      bar.hidden = false
      query.focus()
      query.select()
      seek(from)
    },
  }
}

export const Find = Extension.create({
  name: "find",

  addOptions() {
    return { words: {} }
  },

  addStorage() {
    return { bar: null }
  },

  onCreate() {
    this.storage.bar = makeBar(this.editor, this.options.words)
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "find",
      groups: "utility",
      priority: 200,
      button: buttons.material("search", `${this.options.words.findInText} (Ctrl+F)`),
      command: (editor) => editor.commands.findInText(),
    })
  },

  addCommands() {
    return {
      findInText: () => () => {
        this.storage.bar?.open()
        return true
      },
    }
  },

  addKeyboardShortcuts() {
    return { "Mod-f": ({ editor }) => editor.commands.findInText() }
  },

  addProseMirrorPlugins() {
    return [plugin()]
  },
})
