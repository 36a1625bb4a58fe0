import { openSync, type Font } from 'fontkit'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { shapePairs, textPairs } from '../src/lib/styles/pairs'

const root = join(__dirname, '../../..')
const styles = join(root, 'apps/web/src/lib/styles')
const tokens = readFileSync(join(styles, 'tokens.css'), 'utf8')
const fonts = readFileSync(join(styles, 'fonts.css'), 'utf8')

type Colours = Record<string, string>

/** The colours declared in each block whose selector names this theme, in the order of the file. */
function blocksOf(theme: string): Colours[] {
  const blocks = [...tokens.matchAll(/([^{}]*)\{([^{}]*)\}/g)]
  return blocks.filter(([, selector]) => selector?.includes(`[data-theme='${theme}']`)).map(([, , body]) => Object.fromEntries([...(body ?? '').matchAll(/--([a-z-]+): ([^;]+);/g)].map(([, name, value]) => [name, value])))
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16) / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function ratio(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function files(folder: string, ends: string[]): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter(entry => entry.isFile() && ends.some(end => entry.name.endsWith(end))).map(entry => join(entry.parentPath, entry.name))
}

describe('colours', () => {
  // WCAG 1.4.3 and 1.4.11; 1.4.6 where contrast is asked for.
  const scenarios = [{ theme: 'clair', text: 4.5, shape: 3 }, { theme: 'sombre', text: 4.5, shape: 3 }, { theme: 'contraste', text: 7, shape: 7 }]
  for (const { theme, text, shape } of scenarios) {
    it(`keep their ratio, ${theme}: ${text} where one reads, ${shape} where one sees`, () => {
      const [colours = {}] = blocksOf(theme)
      const low = (pairs: [string, string][], least: number) => pairs
        .map(([one, other]) => ({ pair: `${one} on ${other}`, is: ratio(colours[one] ?? '', colours[other] ?? '') }))
        .filter(({ is }) => !(is >= least))
      expect(Object.keys(colours).length).toBeGreaterThan(20)
      expect(low(textPairs, text)).toEqual([])
      expect(low(shapePairs, shape)).toEqual([])
    })
  }

  it('measures as WCAG does', () => {
    expect(ratio('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(ratio('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })

  it('are the same chosen here or asked for by the device', () => {
    const [light, dark, contrast] = blocksOf('auto')
    expect(light).toEqual(blocksOf('clair')[0])
    expect(dark).toEqual(blocksOf('sombre')[0])
    expect(contrast).toEqual(blocksOf('contraste')[0])
  })

  it('have no literal outside tokens.css', () => {
    const literal = /#[0-9a-f]{3,8}\b(?=[^{]*;)|\b(?:rgb|hsl|oklch|lab|color)a?\(/i
    const found = [...files(join(root, 'apps/web/src'), ['.css']).map(file => ({ file, text: readFileSync(file, 'utf8') })),
      ...files(join(root, 'apps/web/src'), ['.svelte']).map(file => ({ file, text: /<style>[\s\S]*<\/style>/.exec(readFileSync(file, 'utf8'))?.[0] ?? '' }))]
      .filter(({ file }) => !file.endsWith('tokens.css'))
      .flatMap(({ file, text }) => text.split('\n').filter(line => literal.test(line)).map(line => `${file.slice(root.length + 1)}: ${line.trim()}`))
    expect(found).toEqual([])
  })

  it('use only tokens that exist', () => {
    const known = new Set([...tokens.matchAll(/--([a-z0-9-]+):/g)].map(([, name]) => name))
    const unknown = files(join(root, 'apps/web/src'), ['.css', '.svelte'])
      .flatMap(file => [...readFileSync(file, 'utf8').matchAll(/var\(--([a-z0-9-]+)/g)].filter(([, name]) => !known.has(name)).map(([, name]) => `${file.slice(root.length + 1)}: --${name}`))
    expect(unknown).toEqual([])
  })
})

it('breakpoints follow the size of the text: container queries, not the width of the screen', () => {
  const found = files(join(root, 'apps/web/src'), ['.css', '.svelte']).filter(file => /@media[^{]*\(\s*(min-|max-)?width/.test(readFileSync(file, 'utf8')))
  expect(found.map(file => file.slice(root.length + 1))).toEqual([])
})

describe('letters', () => {
  const face = (part: string, weight: number) => require.resolve(`@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-${part}-${weight}-normal.woff2`)
  /** The thin space is the device's (fonts.css); ends of lines are not drawn. */
  const notDrawn = new Set(['\u202f', '\n', '\t'])

  /** The text of a mandate is read aloud in Arabic too: its letters are those of the device. No other text may have them. */
  const ofDevice = (file: string, letter: string) => file.endsWith('seeds/consent-texts.ts') && /[\u0600-\u06ff]/.test(letter)

  /** Accents by themselves: texts are composed (NFC). */
  const combining = (letter: number) => letter >= 0x300 && letter <= 0x36f

  for (const weight of [400, 700]) {
    it(`of weight ${weight} weigh at most 25 KB a file and draw every word of the catalogue and of the demonstration`, () => {
      for (const part of ['latin', 'latin-ext']) expect(statSync(face(part, weight)).size).toBeLessThanOrEqual(25_000)
      const drawn = new Set(['latin', 'latin-ext'].flatMap(part => (openSync(face(part, weight)) as Font).characterSet))
      const sources = [...files(join(root, 'libs/texts/messages'), ['.json']), ...files(join(root, 'seeds'), ['.ts', '.json', '.csv', '.mjs'])]
      expect(sources.length).toBeGreaterThan(40)
      const missing = new Map<string, string>()
      for (const file of sources) for (const letter of readFileSync(file, 'utf8').normalize('NFC')) if (!drawn.has(letter.codePointAt(0) ?? 0) && !notDrawn.has(letter) && !ofDevice(file, letter)) missing.set(letter, file.slice(root.length + 1))
      expect([...missing]).toEqual([])
    })
  }

  it('draw names from the whole of Europe', () => {
    const drawn = new Set(['latin', 'latin-ext'].flatMap(part => (openSync(face(part, 400)) as Font).characterSet))
    for (const name of ['Œuvrard', 'Ÿ', 'Łucja Wójcik', 'Nováková Dvořák', 'Çağla İnönü Şahin', 'Ștefan Țepeș', 'Đặng'.normalize('NFC').slice(0, 1), 'Maëlle Brûlé', 'Šarūnas Žemaitė', 'Ágnes Szőke', 'ẞ']) {
      expect([name, [...name].filter(letter => !drawn.has(letter.codePointAt(0) ?? 0))]).toEqual([name, []])
    }
  })

  it('say in the style sheet which file has which letter', () => {
    const ranges = [...fonts.matchAll(/next-(latin|latin-ext)-(400|700)-normal\.woff2[\s\S]*?unicode-range: ([^;]+);/g)]
    expect(ranges.map(([, part, weight]) => `${part}-${weight}`)).toEqual(['latin-400', 'latin-700', 'latin-ext-400', 'latin-ext-700'])
    const holds = (range: string, letter: number) => range.split(', ').some(part => {
      const [from = '', to = from] = part.slice(2).split('-')
      return letter >= parseInt(from, 16) && letter <= parseInt(to, 16)
    })
    for (const [, part = '', weight, range = ''] of ranges) {
      const without = (openSync(face(part, Number(weight))) as Font).characterSet.filter(letter => letter > 0x20 && letter < 0xfff0 && !combining(letter) && !ranges.some(([, , , other = '']) => holds(other, letter)))
      expect(without.map(letter => letter.toString(16))).toEqual([])
      expect(holds(range, part === 'latin' ? 0xe9 : 0x142)).toBe(true)
    }
  })
})
