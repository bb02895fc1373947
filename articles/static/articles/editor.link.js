/* Links: to an address or to an article of the blog, with what they mean to search engines. */

import { getMarkRange, Link } from "django-prose-editor/editor"

import { ask, withQuery } from "articles/admin.ask"
import { suggest } from "articles/admin.combobox"
import { button, el, field, openDialog } from "articles/admin.dialog"

const KINDS = ["sponsored", "nofollow", "ugc"]
const readable = (value) => KINDS.filter((kind) => (value || "").toLowerCase().split(/\s+/).includes(kind)).join(" ") || null

/** Return the typed address as readers can open it, or null. */
export function tidyAddress(typed) {
  const address = typed.trim()
  if (/^(https?:\/\/[^\s/]|mailto:[^\s]|tel:[^\s])/i.test(address) || /^[/#][^\s]*$/.test(address)) return address
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(address)) return `mailto:${address}`
  if (/^[\w-]+(\.[\w-]+)*\.[a-z]{2,}(:\d+)?([/?#]\S*)?$/i.test(address)) return `https://${address}`
  return null
}

/** Return a promise of { href, article, rel, lost, text }, "remove", or null. `link` holds the present attributes. */
function linkDialog({ titles, words, own }, link, needsText) {
  return openDialog(words.insertLink, (close) => {
    let article = null
    const address = el("input", { type: "text", inputmode: "url", value: link.article ? "" : link.href || "", autofocus: true })
    const title = el("input", { type: "text" })
    const text = el("input", { type: "text" })
    const kinds = [["", words.relOrdinary], ["sponsored", words.relSponsored], ["nofollow", words.relNofollow], ["ugc", words.relUgc]]
    if (link.rel && !kinds.some(([value]) => value === link.rel)) kinds.push([link.rel, link.rel])
    const kind = el("select", {}, ...kinds.map(([value, label]) => el("option", { value }, label)))
    kind.value = link.rel || ""

    const chosen = el("p", { class: "articles-link-chosen", role: "status" })
    const addressRow = field(words.linkAddress, address, words.linkAddressHelp)
    const titleRow = field(words.linkArticle, title, words.linkArticleHelp)
    const textRow = field(words.linkText, text)
    const hide = (isArticle) => {
      addressRow.hidden = titleRow.hidden = isArticle
      chosen.hidden = !isArticle
    }
    const choose = (found) => {
      article = found
      chosen.replaceChildren(`${words.linkChosen.replace("%s", found.label)} `, found.note ? el("span", { class: "articles-note" }, found.note) : "",
        " ", button(words.linkForget, () => { article = null; title.value = ""; hide(false); address.focus() }))
      if (needsText && !text.value) text.value = found.label
      addressRow.fail("")
      hide(true)
      chosen.querySelector("button").focus()
    }
    const search = (query) => ask(withQuery(titles, { q: query, not: own }), words).then(({ results }) => results)
    suggest(title, { label: words.linkArticle, search, choose, none: words.noneFound })
    hide(false)
    if (link.article) {
      choose({ id: link.article, label: `#${link.article}`, address: link.href })
      ask(withQuery(titles, { pk: link.article }), words).then(({ results: [found] }) => found && choose(found), () => {})
    }

    const submit = () => {
      addressRow.fail("")
      textRow.fail("")
      const href = article ? article.address || link.href || "#" : tidyAddress(address.value)
      if (!href) return addressRow.fail(address.value.trim() ? words.linkBad : words.linkMissing)
      if (needsText && !text.value.trim()) return textRow.fail(words.linkTextMissing)
      close({ href, article: article ? String(article.id) : null, rel: kind.value || null, lost: null, text: text.value.trim() })
    }
    const buttons = [el("button", { type: "submit", class: "articles-main-button" }, words.apply), button(words.cancel, () => close())]
    if (link.href || link.lost) buttons.splice(1, 0, button(words.removeLink, () => close("remove"), { class: "articles-remove" }))
    const lost = link.lost ? el("p", { class: "articles-help" }, words.linkLost) : null
    const content = [...(lost ? [lost] : []), addressRow, ...(titles ? [titleRow] : []), chosen, ...(needsText ? [textRow] : []), field(words.linkKind, kind, words.linkKindHelp)]
    return { content, buttons, submit }
  })
}

export const ArticleLink = Link.extend({
  inclusive: false,

  addOptions() {
    return { ...this.parent?.(), titles: "", words: {}, defaultProtocol: "https", enableTarget: false,
      HTMLAttributes: { target: null, rel: null, class: null } }
  },

  addAttributes() {
    return {
      href: { default: null },
      title: { default: null },
      rel: { default: null, parseHTML: (node) => readable(node.getAttribute("rel")) },
      article: {
        default: null,
        parseHTML: (node) => node.getAttribute("data-article"),
        renderHTML: ({ article }) => (article ? { "data-article": article } : {}),
      },
      /* Pasting could not keep the address: the words stay marked until somebody gives them one. */
      lost: {
        default: null,
        parseHTML: (node) => (node.hasAttribute("href") ? null : node.getAttribute("data-lost")),
        renderHTML: ({ lost }) => (lost ? { "data-lost": "true" } : {}),
      },
    }
  },

  parseHTML() {
    return [...this.parent(), { tag: "a[data-lost]" }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["a", HTMLAttributes, 0]
  },

  addMenuItems({ menu, buttons }) {
    const { words } = this.options
    menu.defineItem({
      name: "link",
      groups: "link",
      button: buttons.material("insert_link", `${words.insertLink} (Ctrl+K)`),
      active: (editor) => editor.isActive("link"),
      command: (editor) => editor.commands.addLink(),
    })
  },

  addCommands() {
    return {
      ...this.parent?.(),
      addLink: () => ({ editor }) => {
        const { doc, selection, schema } = editor.state
        /* A cursor at the very edge of a link means that link. */
        const range = selection.empty ? getMarkRange(selection.$from, schema.marks.link) : null
        const isEdited = !!range || editor.isActive("link")
        const present = range ? doc.nodeAt(range.from).marks.find(({ type }) => type.name === "link").attrs : editor.getAttributes("link")
        const needsText = !isEdited && editor.state.selection.empty
        const own = /\/(\d+)\/change\//.exec(window.location.pathname)?.[1]
        linkDialog({ ...this.options, own }, isEdited ? present : {}, needsText).then((answer) => {
          if (!answer) return editor.commands.focus()
          if (answer === "remove") return editor.chain().focus().extendMarkRange("link").unsetLink().run()
          const { text, ...attributes } = answer
          if (needsText) {
            return editor.chain().focus().insertContent({ type: "text", text, marks: [{ type: "link", attrs: attributes }] }).run()
          }
          const chain = editor.chain().focus()
          if (isEdited) chain.extendMarkRange("link")
          chain.setMark("link", attributes).setMeta("preventAutolink", true).run()
        })
        return true
      },
    }
  },

  addKeyboardShortcuts() {
    return { "Mod-k": ({ editor }) => editor.commands.addLink() }
  },
})
