/* Offers text that was never saved: to take up, to compare with what is saved, to throw away. */

import { token } from "articles/admin.ask"
import * as copies from "articles/admin.copies"
import { button, el } from "articles/admin.dialog"

/** Return the moment as the admin's own times are told: in the server's time zone. */
export function clock(at) {
  const there = (moment) => new Date(new Date(moment).getTime() + 1000 * Number(document.body.dataset.adminUtcOffset || 0))
  const shown = there(at)
  const isToday = shown.toISOString().slice(0, 10) === there(Date.now()).toISOString().slice(0, 10)
  const time = { hour: "numeric", minute: "2-digit", timeZone: "UTC" }
  const day = isToday ? {} : { day: "numeric", month: "long" }
  return shown.toLocaleString(document.documentElement.lang || undefined, { ...day, ...time })
}

/** Leave for a page that shows the fields without saving them. */
export function sendTo(address, pairs) {
  const carrier = el("form", { method: "post", action: address, hidden: true })
  const fields = [...pairs, ["csrfmiddlewaretoken", token()], ["_unsaved", "1"]]
  carrier.append(...fields.map(([name, value]) => el("textarea", { name, value })))
  document.body.append(carrier)
  HTMLFormElement.prototype.requestSubmit.call(carrier)
}

const valueOf = (text, name) => JSON.parse(text).find((pair) => pair[0] === name)?.[1] || ""
/** Return the form's text without what tells one opening of it from another. */
export const withoutKey = (text) => JSON.stringify(JSON.parse(text).filter(([name]) => name !== "form_key"))

/** Show what there is; return { add } for what turns up later. */
export async function offer(place, config, { isSame, takeUp, send, onceDone }) {
  const { words } = config
  const shown = new Set([config.key])
  const isOpenElsewhere = await copies.openElsewhere()
  const rows = new Map(config.rows.map((each) => [each.key, { ...each, isOnServer: true }]))

  const pairsOf = async (found) =>
    found.text ? JSON.parse(found.text) : (await send({ address: `${config.address}?key=${found.key}` })).data
  const throwAway = async (found) => {
    if (found.isOnServer) await send({ method: "DELETE", address: `${config.address}?key=${found.key}` })
    copies.drop(config, found.key)
  }
  const compare = async (found, room) => {
    const body = new FormData()
    for (const [name, value] of await pairsOf(found)) body.append(name, value)
    room.innerHTML = (await send({ address: config.compare, body })).html
  }

  const add = (found) => {
    if (shown.has(found.key)) return
    shown.add(found.key)
    const room = el("div", { class: "articles-compared" })
    const error = el("p", { class: "articles-error", role: "alert" })
    const trying = (act) => async () => {
      error.textContent = ""
      try {
        await act()
      } catch (problem) {
        error.textContent = problem.message
      }
    }
    const where = found.isHere ? words.textInBrowser : words.textOnServer
    const sentence = where.replace("%s", clock(found.at))
    const title = config.article === "new" ? [" ", el("strong", {}, found.title || words.untitled)] : []
    const box = el("div", { class: "articles-offer", role: "group", "aria-label": sentence })
    let isSure = false
    const away = button(words.throwAway, trying(async () => {
      if (!isSure) {
        isSure = true
        away.textContent = words.reallyThrowAway
        return
      }
      await throwAway(found)
      box.remove()
      shown.delete(found.key)
      onceDone()
      document.querySelector("#articles-unsaved button, #id_title")?.focus()
    }), { class: "button" })
    box.append(
      el("p", {}, sentence, ...title),
      el("p", { class: "articles-offer-buttons" },
        button(words.takeUp, trying(async () => takeUp(await pairsOf(found))), { class: "button" }),
        config.compare ? button(words.compare, trying(() => compare(found, room)), { class: "button" }) : null,
        away),
      error,
      room,
    )
    place.append(box)
  }

  for (const copy of copies.all(config)) {
    const row = rows.get(copy.key)
    const isSettled = config.saved.includes(copy.key) || (copy.isKept && !row)
    if (copy.key === config.key || isOpenElsewhere(copy.key)) continue
    if (isSettled || isSame(copy.text)) copies.drop(config, copy.key)
    else if (copy.isKept) row.isHere = true
    else rows.set(copy.key, { ...copy, isHere: true, isOnServer: Boolean(row), title: valueOf(copy.text, "title") })
  }
  const found = [...rows.values()].filter(({ key }) => !config.saved.includes(key) && !isOpenElsewhere(key))
  const wanted = new URL(window.location.href).searchParams.get("unsaved")
  const chosen = found.find(({ key }) => key === wanted)
  if (chosen && chosen.key !== config.key) takeUp(await pairsOf(chosen))
  else found.forEach(add)
  return { add }
}
