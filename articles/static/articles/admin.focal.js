/* The focal point: a click, a drag or the arrow keys move it, and the crops are shown as the server will cut them. */

import { cropBox } from "articles/admin.crops"
import { el } from "articles/admin.dialog"

const frame = document.querySelector(".articles-focal")
const inputs = ["x", "y"].map((axis) => document.getElementById(`id_focal_${axis}`))
const MOVES = { ArrowLeft: [-0.01, 0], ArrowRight: [0.01, 0], ArrowUp: [0, -0.01], ArrowDown: [0, 0.01] }

function start(config) {
  const { width, height, crops, words } = config
  const names = { "16x9": words.cropLead, "3x2": words.cropCard, "1x1": words.cropSquare }
  const picture = frame.querySelector("img")
  const mark = el("button", { type: "button", class: "articles-focal-mark" })
  const status = el("span", { class: "articles-unseen", role: "status" })
  const shown = Object.entries(crops).map(([crop, shape]) => {
    const image = el("img", { src: picture.src, alt: "" })
    const pane = el("span", { class: "articles-crop", "data-crop": crop }, image)
    const node = el("figure", {}, pane, el("figcaption", {}, names[crop] || crop))
    return { shape, image, pane, node }
  })
  picture.draggable = false
  frame.append(mark, status)
  const row = el("div", { class: "articles-focal-row" })
  frame.replaceWith(row)
  row.append(frame, el("div", { class: "articles-crops" }, ...shown.map(({ node }) => node)))
  row.before(el("p", { class: "articles-help" }, words.focalHint))

  const point = () => inputs.map((input) => Math.min(1, Math.max(0, Number.parseFloat(input.value) || 0)))
  const sentence = () => {
    const [x, y] = point().map((share) => Math.round(share * 100))
    return words.focalMark.replace("%(x)s", x).replace("%(y)s", y)
  }
  const show = () => {
    const [x, y] = point()
    mark.style.left = `${x * 100}%`
    mark.style.top = `${y * 100}%`
    mark.setAttribute("aria-label", sentence())
    for (const { shape, image, pane } of shown) {
      const [left, top, right, bottom] = cropBox(width, height, shape, [x, y])
      pane.style.aspectRatio = `${right - left} / ${bottom - top}`
      image.style.width = `${(width / (right - left)) * 100}%`
      image.style.left = `${(-left / (right - left)) * 100}%`
      image.style.top = `${(-top / (bottom - top)) * 100}%`
    }
  }
  const move = (x, y) => {
    const [across, down] = inputs
    across.value = Math.min(1, Math.max(0, x)).toFixed(2)
    down.value = Math.min(1, Math.max(0, y)).toFixed(2)
    show()
  }
  const follow = (event) => {
    const box = picture.getBoundingClientRect()
    move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height)
  }
  frame.addEventListener("pointerdown", (event) => {
    if (event.button) return
    event.preventDefault()
    mark.focus({ preventScroll: true })
    frame.setPointerCapture(event.pointerId)
    follow(event)
  })
  frame.addEventListener("pointermove", (event) => {
    if (frame.hasPointerCapture(event.pointerId)) follow(event)
  })
  mark.addEventListener("keydown", (event) => {
    const step = MOVES[event.key]
    if (!step) return
    event.preventDefault()
    const [x, y] = point()
    const times = event.shiftKey ? 10 : 1
    move(x + step[0] * times, y + step[1] * times)
    status.textContent = sentence()
  })
  for (const input of inputs) input.addEventListener("input", show)
  show()
}

if (frame && inputs.every(Boolean)) start(JSON.parse(document.getElementById("articles-focal-config").textContent))
