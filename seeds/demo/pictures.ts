import { Transformer } from '@napi-rs/image'

/** Drawings for the demonstration, made point by point: nobody's photograph, nobody's rights. */
export const SCENES = ['square', 'sails', 'stop', 'park'] as const
export type Scene = (typeof SCENES)[number]

type Colour = readonly [number, number, number]
type Shape = (x: number, y: number) => boolean

/** Points that are drawn; shapes are told on a sheet twice as large. */
const WIDTH = 600
const HEIGHT = 400
const box = (left: number, top: number, right: number, bottom: number): Shape => (x, y) => x >= left && x < right && y >= top && y < bottom
const disc = (cx: number, cy: number, radius: number): Shape => (x, y) => (x - cx) ** 2 + (y - cy) ** 2 < radius ** 2
const triangle = (ax: number, ay: number, bx: number, by: number, cx: number, cy: number): Shape => {
  const side = (px: number, py: number, qx: number, qy: number, x: number, y: number): number => (x - qx) * (py - qy) - (px - qx) * (y - qy)
  return (x, y) => {
    const signs = [side(x, y, ax, ay, bx, by), side(x, y, bx, by, cx, cy), side(x, y, cx, cy, ax, ay)]
    return signs.every((sign) => sign >= 0) || signs.every((sign) => sign <= 0)
  }
}

const BRICK: Colour = [163, 84, 66]
const WINDOW: Colour = [228, 226, 214]
const SHADE: Colour = [120, 118, 112]
const row = (top: number, from: number, to: number): [Shape, Colour][] => Array.from({ length: Math.floor((to - from) / 90) }, (_, index): [Shape, Colour] => [box(from + 24 + index * 90, top, from + 66 + index * 90, top + 70), WINDOW])
/** A street of brick houses, in full sun. */
const street: [Shape, Colour][] = [[disc(1030, 130, 70), [250, 205, 90]], [box(0, 230, 1200, 520), BRICK], [box(0, 205, 1200, 230), [96, 60, 52]], ...row(270, 0, 1200), ...row(385, 0, 1200)]

const DRAWINGS: Readonly<Record<Scene, [Shape, Colour][]>> = {
  square: [...street, [box(0, 520, 1200, 800), [196, 190, 180]], ...[0, 1, 2, 3].map((index): [Shape, Colour] => [box(0, 575 + index * 60, 1200, 578 + index * 60), SHADE]), [box(250, 640, 460, 662), [110, 76, 48]], [box(270, 662, 284, 705), [70, 60, 50]], [box(426, 662, 440, 705), [70, 60, 50]]],
  sails: [...street, [box(0, 520, 1200, 800), [205, 188, 160]], [triangle(150, 620, 760, 700, 520, 790), SHADE], [box(196, 300, 208, 700), [70, 70, 70]], [box(900, 280, 912, 720), [70, 70, 70]], [triangle(200, 300, 906, 290, 560, 470), [241, 226, 190]], [triangle(340, 360, 906, 330, 760, 520), [226, 150, 70]], [disc(560, 705, 22), [60, 110, 160]], [disc(690, 720, 22), [190, 60, 60]]],
  stop: [...street, [box(0, 520, 1200, 800), [150, 150, 150]], [box(0, 520, 1200, 570), [196, 190, 180]], [box(80, 690, 320, 704), WINDOW], [box(480, 690, 720, 704), WINDOW], [box(880, 690, 1120, 704), WINDOW], [box(690, 300, 702, 560), [60, 60, 60]], [box(650, 270, 742, 340), [20, 90, 160]], [box(668, 290, 724, 320), WINDOW]],
  park: [[disc(1030, 130, 70), [250, 205, 90]], [box(0, 400, 1200, 800), [116, 158, 92]], [box(0, 400, 1200, 470), [104, 150, 168]], [triangle(520, 470, 620, 470, 940, 800), [204, 186, 150]], [triangle(520, 470, 300, 800, 940, 800), [204, 186, 150]], ...[170, 330, 820, 1040].flatMap((x, index): [Shape, Colour][] => [[box(x - 14, 430, x + 14, 600 + index % 2 * 40), [98, 72, 52]], [disc(x, 350 + index % 2 * 40, 110), [74, 124, 70]], [disc(x + 60, 400, 80), [86, 138, 78]]]), [box(380, 640, 520, 656), [110, 76, 48]], [box(392, 656, 404, 690), SHADE]],
}

/** One of the scenes, as a PNG. */
export async function drawn(scene: Scene): Promise<Buffer> {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 4, 255)
  const shapes = [...DRAWINGS[scene]].reverse()
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const colour = shapes.find(([inside]) => inside(x * 2, y * 2))?.[1] ?? [150 + y / 5, 196 + y / 10, 232]
      pixels.set(colour, (y * WIDTH + x) * 4)
    }
  }
  return Transformer.fromRgbaPixels(pixels, WIDTH, HEIGHT).png()
}

/** A page of one line, as a PDF. */
export function aPage(text: string): Buffer {
  const content = `BT /F1 24 Tf 60 760 Td (${text.normalize('NFD').replace(/[^\x20-\x7e]/g, '').replace(/[()\\]/g, '')}) Tj ET`
  const parts = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>', '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>', `<</Length ${content.length}>>stream\n${content}\nendstream`, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>']
  let file = '%PDF-1.4\n'
  const places = parts.map((part, index) => {
    const at = file.length
    file += `${index + 1} 0 obj${part}endobj\n`
    return at
  })
  const table = file.length
  file += `xref\n0 ${parts.length + 1}\n0000000000 65535 f \n${places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}trailer<</Size ${parts.length + 1}/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}
