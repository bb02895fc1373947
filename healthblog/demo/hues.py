"""The hues of the demo's pictures, a few for each topic."""

from healthblog.demo.motifs import Hue

ROSE = Hue("#f1dccf", "#e6bdaa", "#d2937c", "#ab6054", "#5a2c2e")
SAGE = Hue("#e4e6d2", "#c3ceac", "#95aa84", "#527660", "#1f4239")
AMBER = Hue("#f4e3c3", "#ebc78c", "#d99d52", "#b06c30", "#57331e")
DUSK = Hue("#dae3e4", "#b0c4cc", "#7f9fae", "#43697e", "#1b3547")
LILAC = Hue("#e6dde2", "#ccb9cb", "#a58cae", "#6c5479", "#372847")
SAND = Hue("#ebe1cf", "#d6c3a2", "#b99d74", "#826849", "#40352a")
ICE = Hue("#dcebeb", "#b5d5da", "#80b3bd", "#3d7c89", "#134550")
MINT = Hue("#dbe9e0", "#b1d2c6", "#75aea0", "#2c7b74", "#0c4540")
PEACH = Hue("#f7dfca", "#f0bf9a", "#e2956b", "#ba5f47", "#5c2e2d")
WINE = Hue("#edd5cb", "#d39a86", "#9c5148", "#6a2f33", "#2e1519")
PLUM = Hue("#ead8dc", "#d0a6b4", "#a56b85", "#6b3f5e", "#2c1a33")
NIGHT = Hue("#d5dcec", "#93a7d6", "#52669f", "#2b3a66", "#121a30")
SKIN = ["#ecc0a4", "#dfa085", "#cb7f6c", "#a75d54", "#7c4142"]
