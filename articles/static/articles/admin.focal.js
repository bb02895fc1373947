/* A click on the picture sets its focal point; the two numbers stay for the keyboard. */

import { el } from "articles/admin.dialog"

const frame = document.querySelector(".articles-focal")
const x = document.getElementById("id_focal_x")
const y = document.getElementById("id_focal_y")

if (frame && x && y) {
  const mark = el("span", { class: "articles-focal-mark" })
  frame.append(mark)
  const show = () => {
    const within = (input) => Math.min(1, Math.max(0, Number.parseFloat(input.value) || 0)) * 100
    mark.style.left = `${within(x)}%`
    mark.style.top = `${within(y)}%`
  }
  frame.addEventListener("click", (event) => {
    const box = frame.getBoundingClientRect()
    x.value = ((event.clientX - box.left) / box.width).toFixed(3)
    y.value = ((event.clientY - box.top) / box.height).toFixed(3)
    show()
  })
  x.addEventListener("input", show)
  y.addEventListener("input", show)
  show()
}
