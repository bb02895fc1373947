/* What surrounds the text: an accessible name, a toolbar for keyboards, the word count, and care for unsaved work. */

import { Extension, Plugin } from "django-prose-editor/editor"

import { ask, token } from "articles/admin.ask"
import { el } from "articles/admin.dialog"
import { mend } from "articles/editor.paste"

const count = (text) => (text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}’'-]*/gu) || []).length

function defineButtons({ menu, buttons }, words) {
  const item = (groups, name, button, isActive, act, more = {}) => {
    button.setAttribute("aria-pressed", "false")
    menu.defineItem({ groups, name, button, active: isActive, command: (editor) => act(editor.chain().focus(), editor).run(),
      update: (editor) => button.setAttribute("aria-pressed", String(!!isActive(editor))), ...more })
  }
  const mark = (name, icon, label) =>
    item("styles", name, buttons.material(icon, label), (editor) => editor.isActive(name), (chain) => chain.toggleMark(name))
  for (const level of [2, 3, 4]) {
    item("headings", `heading${level}`, buttons.text(`H${level}`, words[`heading${level}`]),
      (editor) => editor.isActive("heading", { level }), (chain) => chain.toggleHeading({ level }))
  }
  mark("bold", "format_bold", words.bold)
  mark("italic", "format_italic", words.italic)
  mark("subscript", "subscript", words.subscript)
  mark("superscript", "superscript", words.superscript)
  item("lists", "bulletList", buttons.material("format_list_bulleted", words.bulletList),
    (editor) => editor.isActive("bulletList"), (chain) => chain.toggleBulletList())
  item("lists", "orderedList", buttons.material("format_list_numbered", words.orderedList),
    (editor) => editor.isActive("orderedList"), (chain) => chain.toggleOrderedList())
  item("blocks", "blockquote", buttons.material("format_quote", words.blockquote),
    (editor) => editor.isActive("blockquote"), (chain) => chain.toggleBlockquote())

  const simple = (groups, name, icon, label, command, more = {}) =>
    menu.defineItem({ groups, name, button: buttons.material(icon, label), command, ...more })
  simple("blocks", "rule", "horizontal_rule", words.rule, (editor) => editor.chain().focus().setHorizontalRule().run())
  simple("history", "undo", "undo", words.undo, (editor) => editor.commands.undo(), { enabled: (editor) => editor.can().undo() })
  simple("history", "redo", "redo", words.redo, (editor) => editor.commands.redo(), { enabled: (editor) => editor.can().redo() })
  simple("utility", "html", "code", words.html, (editor) => editor.commands.editHTML())
  simple("utility", "fullscreen", "fullscreen", words.fullscreen, (editor) => editor.commands.toggleFullscreen())
}

/* One stop for Tab; arrow keys go from button to button. */
function letArrowsMove(bar, words) {
  bar.setAttribute("role", "toolbar")
  bar.setAttribute("aria-label", words.toolbar)
  const usable = () => [...bar.querySelectorAll("button:not(.hidden)")]
  const stopAt = (button) => {
    for (const other of bar.querySelectorAll("button")) other.tabIndex = other === button ? 0 : -1
  }
  bar.addEventListener("keydown", (event) => {
    const all = usable()
    const here = all.indexOf(document.activeElement)
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: all.length - 1 }[event.key]
    if (here < 0 || next === undefined) return
    event.preventDefault()
    const button = all[(next + all.length) % all.length]
    stopAt(button)
    button.focus()
  })
  stopAt(usable()[0])
}

/* Nothing typed is lost: a closed tab asks first, and a form whose login is over is not sent into the login page. */
function careForUnsaved(editor, textarea, { pulse, words }) {
  const { form } = textarea
  let isDirty = false
  let isChecked = false
  const spoil = () => { isDirty = true }
  editor.on("update", spoil)
  form.addEventListener("change", (event) => event.isTrusted && spoil())
  window.addEventListener("beforeunload", (event) => isDirty && event.preventDefault())
  form.addEventListener("submit", async (event) => {
    if (isChecked || !pulse) {
      isDirty = false
      return
    }
    event.preventDefault()
    const { submitter } = event
    form.querySelector(".articles-not-sent")?.remove()
    try {
      await ask(pulse, words)
    } catch (error) {
      const note = el("p", { class: "errornote articles-not-sent", role: "alert" }, error.message)
      if (submitter) submitter.closest(".submit-row")?.before(note)
      else form.prepend(note)
      return note.scrollIntoView({ block: "center" })
    }
    const field = form.querySelector("[name=csrfmiddlewaretoken]")
    if (field) field.value = token() || field.value
    isChecked = true
    isDirty = false
    form.requestSubmit(submitter)
    setTimeout(() => { isChecked = false }, 1000)
  })
}

export const Surface = Extension.create({
  name: "surface",

  addOptions() {
    return { words: {}, pulse: "" }
  },

  addMenuItems(tools) {
    defineButtons(tools, this.options.words)
  },

  onCreate() {
    const { editor, options } = this
    const { dom } = editor.view
    const textarea = dom.closest(".prose-editor").querySelector("textarea")
    const label = document.querySelector(`label[for="${textarea.id}"]`)
    label?.addEventListener("click", () => editor.commands.focus())
    letArrowsMove(editor.storage.menu.dom, options.words)
    const foot = el("p", { class: "articles-count" })
    const tell = () => { foot.textContent = options.words.words.replace("%s", count(editor.getText()).toLocaleString()) }
    dom.after(foot)
    editor.on("update", tell)
    tell()
    if (textarea.form) careForUnsaved(editor, textarea, options)
  },

  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          attributes: { role: "textbox", "aria-multiline": "true", "aria-label": this.options.words.body },
          transformPastedHTML: mend,
        },
      }),
    ]
  },
})
