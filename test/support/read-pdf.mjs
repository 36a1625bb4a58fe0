// Reads a PDF as a stranger would: node read-pdf.mjs FILE [--pictures FOLDER]. One JSON document: what the file says of itself, the text, the type sizes
// and the structure of each page, and what the square codes on it say. A program of its own, because the reader is an ES module (docs/adr/0002).
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import jsqrModule from 'jsqr'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

const jsqr = jsqrModule.default ?? jsqrModule
const [file, , pictures] = process.argv.slice(2)
const SCALE = 2

/** Square codes, strip by strip: the decoder finds one at a time, and loses it among other signs. */
function codesOn(canvas) {
  const context = canvas.getContext('2d')
  const found = new Set()
  const strip = Math.round(canvas.height / 3)
  for (let top = 0; top + strip <= canvas.height; top += Math.round(strip / 4)) {
    const { data, width, height } = context.getImageData(0, top, canvas.width, strip)
    const code = jsqr(new Uint8ClampedArray(data), width, height)
    if (code?.data) found.add(code.data)
  }
  return [...found].sort()
}

const flat = (node) => (node?.children ?? []).flatMap((child) => [...(child.role ? [{ role: child.role, alt: child.alt ?? null, words: child.children.filter(({ type }) => type === 'content').length }] : []), ...flat(child)])

const pdf = await getDocument({ data: new Uint8Array(readFileSync(file)), verbosity: 0 }).promise
const pages = []
for (let number = 1; number <= pdf.numPages; number++) {
  const page = await pdf.getPage(number)
  const { items } = await page.getTextContent()
  const viewport = page.getViewport({ scale: SCALE })
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height))
  await page.render({ canvas, canvasContext: canvas.getContext('2d'), viewport, background: '#fff' }).promise
  if (pictures) writeFileSync(join(pictures, `${number}.png`), canvas.toBuffer('image/png'))
  const written = items.filter(({ str }) => str?.trim())
  pages.push({
    text: written.map(({ str }) => str).join(' '),
    smallest: Math.min(...written.map(({ height }) => Math.round(height * 100) / 100)),
    structure: flat(await page.getStructTree()),
    codes: codesOn(canvas),
  })
}
const { info } = await pdf.getMetadata()
console.log(JSON.stringify({
  marked: (await pdf.getMarkInfo())?.Marked ?? false, title: info.Title, language: info.Language, displayTitle: (await pdf.getViewerPreferences())?.DisplayDocTitle ?? false,
  producer: info.Producer, pages,
}))
