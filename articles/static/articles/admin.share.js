/* Makes, copies and revokes preview links without leaving the form, whose text may not be saved yet. */

import { ask } from "articles/admin.ask"

const form = document.getElementById("preview-links-form")
if (form) {
  const words = JSON.parse(document.getElementById("preview-words").textContent)
  const panel = document.getElementById("preview-links")
  const said = panel.querySelector("[role=status]")
  const list = panel.querySelector(".articles-preview-list")
  const days = document.getElementById("preview-days")

  const offerCopies = () => {
    for (const button of panel.querySelectorAll("[data-copies]")) button.hidden = false
  }
  const select = (field) => {
    field?.focus()
    field?.select()
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    said.textContent = ""
    const address = event.submitter?.getAttribute("formaction")
    try {
      const answer = await ask(address || form.action, words, new FormData(form))
      list.innerHTML = answer.list // a fragment of the form's own template
      offerCopies()
      if (address) days.focus()
      else select(list.querySelector("input"))
      said.textContent = answer.said
    } catch (error) {
      said.textContent = error.message
    }
  })
  panel.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copies]")
    if (!button) return
    const field = document.getElementById(button.dataset.copies)
    try {
      await navigator.clipboard.writeText(field.value)
      said.textContent = words.shareCopied
    } catch {
      select(field)
      said.textContent = words.shareCopyYourself
    }
  })
  panel.addEventListener("focusin", (event) => event.target.matches("input[readonly]") && event.target.select())
  /* The panel stands within the article's form, but nothing in it is the article's text. */
  for (const name of ["input", "change"]) panel.addEventListener(name, (event) => event.stopPropagation())
  offerCopies()
}
