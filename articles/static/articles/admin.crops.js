/* Which part of a picture a crop shows: the arithmetic of articles/pictures/crops.py, to the pixel. */

/** Round as Python does: a half goes to the even neighbour. */
const round = (value) => {
  const down = Math.floor(value)
  return value - down === 0.5 ? down + (down % 2) : Math.round(value)
}
const percent = (share) => Math.min(Math.max(round(share * 100), 0), 99)
const within = (value, most) => Math.min(Math.max(value, 0), most)

/** Return [left, top, right, bottom] of the largest crop of that shape, the focal point as near its middle as can be. */
export function cropBox(width, height, [across, down], [x, y]) {
  const cropWidth = Math.max(1, Math.min(width, round((height * across) / down)))
  const cropHeight = Math.max(1, Math.min(height, round((width * down) / across)))
  const left = within(round((percent(x) / 100) * width - cropWidth / 2), width - cropWidth)
  const top = within(round((percent(y) / 100) * height - cropHeight / 2), height - cropHeight)
  return [left, top, left + cropWidth, top + cropHeight]
}
