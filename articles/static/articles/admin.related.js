/* The suggestions under an article's related articles: pin or hide one in the open form, or ask why one is not there. */

import { ask, withQuery } from "articles/admin.ask"
import { suggest } from "articles/admin.combobox"
import { button, el } from "articles/admin.dialog"

const panel = document.getElementById("suggestions")
const { jQuery } = window.django
const rows = document.getElementById("picks-group")
const field = (row, name) => row.querySelector(`[name$="-${name}"]`)

/* A row of the form: which article, pinned or hidden; a row to be deleted counts as none. */
const allRows = () => [...rows.querySelectorAll("tr.form-row:not(.empty-form)")].filter((row) => field(row, "other"))
const isKept = (row) => !field(row, "DELETE")?.checked
const rowOf = (pk) => allRows().find((row) => field(row, "other").value === pk)
const kindOf = (pk) => {
  const row = rowOf(pk)
  return row && isKept(row) ? field(row, "kind").value : ""
}

function freshRow() {
  const isFree = (row) => !row.classList.contains("has_original") && !field(row, "other").value
  if (!allRows().some(isFree)) rows.querySelector(".add-row a").click()
  return allRows().find(isFree)
}

function nextPosition() {
  return 1 + Math.max(0, ...allRows().filter((row) => field(row, "other").value).map((row) => Number(field(row, "position").value) || 0))
}

function put(pk, title, kind) {
  let row = rowOf(pk)
  if (!row) {
    row = freshRow()
    field(row, "position").value = nextPosition()
    jQuery(field(row, "other")).append(new Option(title, pk, true, true)).trigger("change")
  }
  const gone = field(row, "DELETE")
  if (gone) gone.checked = false
  field(row, "kind").value = kind
}

function takeBack(pk) {
  const row = rowOf(pk)
  const gone = field(row, "DELETE")
  if (gone) gone.checked = true
  else row.querySelector(".inline-deletelink").click()
}

function offerButtons(words) {
  const status = panel.querySelector("[role=status]")
  const pairs = []
  const draw = () => {
    for (const [pk, kind, node] of pairs) node.setAttribute("aria-pressed", String(kindOf(pk) === kind))
  }
  for (const item of panel.querySelectorAll("li[data-article]")) {
    const pk = item.dataset.article
    const title = item.querySelector("a").firstChild.textContent
    const make = (kind, label, done) => {
      const node = button(label, () => {
        const isOff = kindOf(pk) === kind
        if (isOff) takeBack(pk)
        else put(pk, title, kind)
        draw()
        status.textContent = (isOff ? words.takenBack : done).replace("%s", title)
      }, { "aria-label": `${label}: ${title}` })
      pairs.push([pk, kind, node])
      return node
    }
    item.append(el("div", { class: "articles-suggestion-buttons" }, make("pinned", words.pin, words.pinned), make("hidden", words.hide, words.hidden)))
  }
  /* jQuery hears select2's own events as well as the browser's. */
  jQuery(rows).on("change", draw)
  document.addEventListener("formset:removed", draw)
  window.addEventListener("pageshow", draw)
  draw()
}

function answerQuestions(box, { titles, whyNot, own, words }) {
  const input = el("input", { type: "text", id: "why-not", "aria-describedby": "why-not-help" })
  const answer = el("p", { class: "articles-answer", role: "status" })
  box.append(
    el("label", { for: input.id, class: "articles-why-not-label" }, words.whyNot),
    el("p", { class: "articles-help", id: "why-not-help" }, words.whyNotHelp),
    el("div", { class: "articles-combobox" }, input),
    answer,
  )
  suggest(input, {
    label: words.articles,
    none: words.noneFound,
    search: async (text) => (await ask(withQuery(titles, { q: text, not: own }), words)).results,
    choose: async ({ id, label }) => {
      input.value = label
      try {
        answer.textContent = (await ask(withQuery(whyNot, { other: id }), words)).answer
      } catch (error) {
        answer.textContent = error.message
      }
    },
  })
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault())
  input.addEventListener("input", () => { answer.textContent = "" })
  input.addEventListener("change", (event) => event.stopPropagation()) // a question is no unsaved work
  box.hidden = false
}

if (panel) {
  const config = JSON.parse(document.getElementById("suggestions-config").textContent)
  if (rows && config.mayChange) offerButtons(config.words)
  const box = panel.querySelector(".articles-why-not")
  if (box) answerQuestions(box, config)
}
