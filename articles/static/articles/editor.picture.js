/* Pictures of the library, each with what it shows and a caption that is written in place. */

import { Node, pm } from "django-prose-editor/editor"

import { describePicture } from "articles/admin.library"
import { button, el } from "articles/admin.dialog"

const NAME = "articlePicture"
const pictureIn = (node) => (node.matches("img") ? node : node.querySelector("img"))
const read = (attribute) => (node) => pictureIn(node)?.getAttribute(attribute) || null

/** Return { node, position } of the picture that is selected or holds the cursor, or null. */
function selected({ selection }) {
  if (selection.node?.type.name === NAME) return { node: selection.node, position: selection.from }
  const { $from } = selection
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name === NAME) return { node: $from.node(depth), position: $from.before(depth) }
  }
  return null
}

export const ArticlePicture = Node.create({
  name: NAME,
  group: "block",
  content: "inline*",
  draggable: true,
  isolating: true,
  defining: true,

  addOptions() {
    return { library: "", upload: "", words: {} }
  },

  addAttributes() {
    return {
      file: { default: null, parseHTML: read("data-file") },
      src: { default: null, parseHTML: read("src") },
      alt: { default: "", parseHTML: (node) => read("alt")(node) || "" },
      decorative: { default: false, parseHTML: (node) => read("data-decorative")(node) === "true" },
      /* Pasting refused it: the place stays marked until a picture of the library takes it. */
      lost: { default: null, parseHTML: read("data-lost") },
    }
  },

  parseHTML() {
    return [
      {
        tag: "figure",
        priority: 60,
        getAttrs: (node) => (node.querySelectorAll("img").length === 1 && !node.querySelector("table, figure") ? null : false),
        contentElement: (node) => node.querySelector("figcaption") || document.createElement("figcaption"),
      },
      { tag: "img" },
    ]
  },

  renderHTML({ node }) {
    const { file, src, alt, decorative, lost } = node.attrs
    const marks = { ...(decorative && { "data-decorative": "true" }), ...(lost && { "data-lost": "true" }) }
    const picture = ["img", { ...(file && { "data-file": file }), ...(src && { src }), alt, ...marks }]
    return node.content.size ? ["figure", picture, ["figcaption", 0]] : ["figure", picture]
  },

  addNodeView() {
    const { words } = this.options
    return ({ node, getPos, editor }) => {
      const contentDOM = el("figcaption", { "data-placeholder": words.caption })
      const shown = el("div", { contenteditable: "false", "data-drag-handle": true, class: "articles-figure-picture" })
      const edit = button(words.changePicture, () => editor.chain().setNodeSelection(getPos()).editPicture().run(), { class: "articles-figure-edit" })
      const dom = el("figure", {}, shown, contentDOM)
      const draw = ({ attrs, content }) => {
        const picture = attrs.file
          ? el("img", { src: attrs.src, alt: attrs.alt, ondblclick: () => edit.click() })
          : el("p", { class: "articles-foreign" }, attrs.lost ? words.lostPicture : words.foreignPicture)
        const note = attrs.decorative ? words.decorative : attrs.alt
        shown.replaceChildren(picture, el("span", { class: "articles-figure-alt" }, note), edit)
        contentDOM.classList.toggle("is-empty", !content.size)
      }
      draw(node)
      return {
        dom,
        contentDOM,
        update: (updated) => {
          if (updated.type.name !== NAME) return false
          draw(updated)
          return true
        },
        stopEvent: (event) => edit.contains(event.target),
        ignoreMutation: (mutation) => !contentDOM.contains(mutation.target) || mutation.type === "attributes",
      }
    }
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "picture",
      groups: "picture",
      button: buttons.material("image", this.options.words.addPicture),
      active: (editor) => !!selected(editor.state),
      command: (editor) => editor.commands.editPicture(),
    })
  },

  addCommands() {
    return {
      editPicture: () => ({ editor, state }) => {
        const present = selected(state)
        const { attrs, textContent } = present?.node || { attrs: {}, textContent: "" }
        const picture = attrs.file ? { id: attrs.file, src: attrs.src, alt: attrs.alt } : null
        describePicture(this.options, { picture, alt: attrs.alt, decorative: attrs.decorative, caption: textContent }).then((use) => {
          if (!use) return editor.commands.focus()
          const values = { file: String(use.picture.id), src: use.picture.src, alt: use.alt, decorative: use.decorative }
          const text = use.caption ? [{ type: "text", text: use.caption }] : []
          if (!present) {
            editor.chain().focus().insertContent([{ type: NAME, attrs: values, content: text }, { type: "paragraph" }]).run()
            return
          }
          const { schema } = editor.state
          const isSameCaption = use.caption === textContent.trim().replace(/\s+/g, " ")
          const content = isSameCaption ? present.node.content : text.map(({ text: words }) => schema.text(words))
          const made = schema.nodes[NAME].create(values, content)
          editor.view.dispatch(editor.state.tr.replaceWith(present.position, present.position + present.node.nodeSize, made))
          editor.chain().focus().setNodeSelection(present.position).run()
        })
        return true
      },
    }
  },

  addKeyboardShortcuts() {
    const { TextSelection } = pm.state
    return {
      /* Enter in a caption goes on in a paragraph under the picture; on the picture it opens the dialog. */
      Enter: ({ editor }) => {
        const { selection } = editor.state
        if (selection.node?.type.name === NAME) return editor.commands.editPicture()
        if (selection.$from.parent.type.name !== NAME) return false
        return editor.chain().command(({ tr, state }) => {
          const after = selection.$from.after()
          if (tr.doc.nodeAt(after)?.type.name !== "paragraph") tr.insert(after, state.schema.nodes.paragraph.create())
          tr.setSelection(TextSelection.create(tr.doc, after + 1))
          return true
        }).scrollIntoView().run()
      },
      Backspace: ({ editor }) => {
        const { $from, empty } = editor.state.selection
        if (!empty || $from.parent.type.name !== NAME || $from.parentOffset > 0) return false
        return editor.commands.setNodeSelection($from.before())
      },
    }
  },
})
