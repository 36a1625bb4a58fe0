// Reads the files back as a stranger would: structure, language, titles, type sizes, text, and what the square codes say.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { paperQuestionnaire, paperVote } from '@parvis/inclusion'
import type { KitFacts, PaperContent, PrintedSheet } from '@parvis/inclusion'
import type { Clock, Config } from '@parvis/platform'
import { methods } from '@parvis/voting'
import type { Readable } from 'node:stream'
import { PdfPaperPrinter } from './paper-printer.service'

interface Page { text: string, smallest: number, structure: { role: string, alt: string | null, words: number }[], codes: string[] }
interface Read { marked: boolean, title: string, language: string, displayTitle: boolean, pages: Page[] }

const folder = mkdtempSync(join(tmpdir(), 'parvis-paper-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const printer = new PdfPaperPrinter({ origin: 'https://parvis.example' } as Config, { now: async () => new Date('2026-11-02T10:00:00Z') } as unknown as Clock)

async function bytes(file: Readable): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of file) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

async function read(file: Readable): Promise<Read> {
  const path = join(folder, `${Math.random()}.pdf`)
  writeFileSync(path, await bytes(file))
  const { stdout } = await promisify(execFile)(process.execPath, [join(__dirname, '../../../../test/support/read-pdf.mjs'), path], { maxBuffer: 1 << 26 })
  return JSON.parse(stdout) as Read
}

const LONG = 'Douze tilleuls, plantés à l’automne. '.repeat(12).trim()
const options = ['Des arbres place du marché', 'Des bancs à l’ombre', 'Une fontaine', 'Un abri à vélos 🚲 à Łódź'].map((title, index) => ({ key: `o${index + 1}`, title, description: index === 0 ? LONG : '', cost: index === 1 ? 1250050 : null }))
const vote = (method = 'budget', rules: object = {}) => paperVote({ method, question: 'Quels projets voulez-vous ?', currency: 'EUR', rules: { min: 1, max: 3, blankAllowed: true, budget: 3_000_000, maxCost: 2_000_000, points: 10, grades: 6, ...rules }, options }).content
const labelled = (...labels: string[]) => labels.map((label, index) => ({ key: `o${index + 1}`, label }))
const everyKind = paperQuestionnaire({
  introduction: 'Dites-nous comment vous venez.',
  sections: [{ key: 's', title: 'Vous', text: 'Tout est lu.', items: [
    { key: 'a', kind: 'choice', label: 'Comment venez-vous ?', options: labelled('À pied', 'À vélo'), other: true, mandatory: true },
    { key: 'b', kind: 'scale', label: 'Les pistes conviennent-elles ?', min: 1, max: 5, lowLabel: 'pas du tout', highLabel: 'tout à fait', condition: { question: 'a', operator: 'is', value: 'o2' } },
    { key: 'c', kind: 'choices', label: 'Que voulez-vous ?', options: labelled('Des arbres', 'Des bancs', 'De l’eau'), least: 2, most: 2 },
    { key: 'd', kind: 'matrix', label: 'Quand passez-vous ?', rows: labelled('Le matin', 'Le soir'), options: labelled('Jamais', 'Parfois', 'Toujours') },
    { key: 'e', kind: 'ranking', label: 'Classez.', options: labelled('Un', 'Deux') },
    { key: 'f', kind: 'number', label: 'Combien de pas ?', min: 0, unit: 'pas' }, { key: 'g', kind: 'date', label: 'Depuis quand ?' }, { key: 'h', kind: 'commune', label: 'Dans quelle commune ?' },
    { key: 'i', kind: 'point', label: 'Où exactement ?' }, { key: 'j', kind: 'line', label: 'Un mot ?' }, { key: 'k', kind: 'prose', label: 'Tout le reste ?' }, { key: 'l', kind: 'file', label: 'Une photo ?' },
    { key: 'n', kind: 'note', label: 'Merci d’avoir répondu.' },
  ] }],
}).content

const facts = (content: PaperContent): KitFacts => ({
  content, formCode: 'K7QM2-1',
  consultation: { slug: 'place-du-marche', title: 'Que faire de la place du marché ?', owner: 'Métropole Européenne de Lille' },
  phase: { title: 'Le vote', opensAt: new Date('2026-10-01T07:00:00Z'), closesAt: new Date('2026-12-15T17:00:00Z') },
  communes: ['Lille', 'Roubaix'], residentsOnly: true, minAge: 16,
  centre: { name: 'Maison de quartier', address: '12 rue des Meuniers, 59000 Lille', hours: ['lundi 9 h – 12 h', 'mardi 14 h – 18 h', 'mercredi 14 h – 18 h'], phone: '03 20 00 00 00' },
})
const sheet = (position: number, format: PrintedSheet['format']): PrintedSheet => ({ envelope: 'K7QM2D9X4TRW', form: '2D9X4TRWK7QM', receipt: '4TRWK7QM2D9X', position, format, order: 2 })

function accessible({ marked, title, language, displayTitle, pages }: Read): void {
  expect({ marked, language, displayTitle }).toEqual({ marked: true, language: 'fr-FR', displayTitle: true })
  expect(title).toMatch(/ – Que faire de la place du marché \?$/)
  for (const { text, structure } of pages) {
    expect(text.length).toBeGreaterThan(20)
    expect(structure.filter(({ role }) => role === 'Figure' || role === 'Form').filter(({ alt }) => !alt)).toEqual([])
  }
  const headings = pages.flatMap(({ structure }) => structure.filter(({ role }) => /^H\d$/.test(role)).map(({ role }) => Number(role[1])))
  expect(headings[0]).toBe(1)
  headings.forEach((level, index) => expect(level - (headings[index - 1] ?? 0)).toBeLessThanOrEqual(1))
}

describe('every document of a kit', () => {
  it.each(['form', 'form-large-print', 'booklet', 'notice', 'poster', 'script', 'batch-slip'] as const)('%s is tagged, titled and in French', async (kind) => {
    const file = await read(await printer.document(kind, facts(vote())))
    accessible(file)
    for (const { smallest } of file.pages) expect(smallest).toBeGreaterThanOrEqual(kind === 'form-large-print' || kind === 'poster' ? 18 : 10.5)
    const text = file.pages.map((page) => page.text).join(' ').replace(/\s+/g, ' ')
    const says: Record<typeof kind, string[]> = {
      'form': ['MODÈLE', 'Cochez les projets que vous voulez', '20 000 €', 'La suite est dans le livret, réponse 01', 'Formulaire K7QM2-1 · page 1/1', 'Pour voter blanc', 'Un abri à vélos à Łódź', '12 500,50 €'],
      'form-large-print': ['MODÈLE', 'Choisissez de 1 à 3 réponses'],
      'booklet': ['01. Des arbres place du marché', LONG],
      'notice': ['article 6.1.e', 'CNIL', 'procès-verbal'],
      'poster': ['Maison de quartier', 'À partir de 16 ans', 'Du 1er octobre 2026 au 15 décembre 2026', 'parvis.example/consultations/place-du-marche'],
      'script': ['Lisez tout, dans l’ordre écrit', 'Une fontaine'],
      'batch-slip': ['50 enveloppes au plus', 'Remises = rendues + gâchées + sans réponse + manquantes'],
    }
    for (const said of says[kind]) expect(text).toContain(said)
    if (kind === 'poster') expect(file.pages).toHaveLength(1)
    if (kind === 'batch-slip') expect(file.pages[0]?.structure.filter(({ role }) => role === 'TR')).toHaveLength(6)
    if (kind === 'script') expect(text).not.toMatch(/\b0[1-4]\b/)
  })

  it.each(methods.filter(({ offered }) => offered).map(({ name }) => name))('%s has its paper ballot, a box with a code for each answer', async (method) => {
    for (const kind of ['form', 'form-large-print'] as const) {
      const file = await read(await printer.document(kind, facts(vote(method, method === 'single' ? { min: 1, max: 1 } : {}))))
      accessible(file)
      const text = file.pages.map((page) => page.text).join(' ').replace(/\s+/g, ' ')
      for (const code of ['01', '02', '03', '04']) expect(text).toContain(code)
      const boxes = file.pages.flatMap(({ structure }) => structure.filter(({ role }) => role === 'Form'))
      expect(boxes).toHaveLength(method === 'majority-judgment' ? 24 : 4)
      expect(boxes[0]?.alt).toMatch(method === 'points' ? /points : Des arbres/ : method === 'schulze' ? /rang : Des arbres/ : method === 'majority-judgment' ? /^Case à cocher 1 : Des arbres place du marché, Très bien$/ : /^Case à cocher 01 : Des arbres/)
      file.pages.forEach((page, index) => expect(page.text).toContain(`page ${index + 1}/${file.pages.length}`))
    }
  })

  it('every kind of question stands on paper, or is said not to', async () => {
    const file = await read(await printer.document('form', facts(everyKind)))
    accessible(file)
    const text = file.pages.map((page) => page.text).join(' ').replace(/\s+/g, ' ')
    for (const said of [
      'Question 12. Une photo ?', 'On ne peut pas y répondre sur papier', 'Sur papier, indiquez seulement la commune', 'Répondez seulement si vous avez répondu « À vélo » à la question 1.',
      'Cochez 2 cases.', 'Un rang ne sert qu’une fois', '1 – pas du tout', 'Jour', 'Code postal', 'Merci d’avoir répondu.', 'Réponse demandée.',
    ]) expect(text).toContain(said)
    // Everything that may be passed has its box: all but the mandatory one and the one that cannot be answered.
    expect(text.match(/Je ne sais pas, ou je passe/g)).toHaveLength(10)
    await read(await printer.document('script', facts(everyKind))).then(accessible)
  })
})

describe('sheets with numbers', () => {
  it('have one number on the envelope, one on each page of the form, one on the stub, and square codes that say them', async () => {
    const file = await read(await printer.sheets(facts(everyKind), [sheet(1, 'ordinary'), sheet(2, 'large-print')]))
    accessible(file)
    const parts = { envelope: 'K7QM-2D9X-4TRW', form: '2D9X-4TRW-K7QM', receipt: '4TRW-K7QM-2D9X' }
    const large = file.pages.findIndex(({ smallest }) => smallest >= 18)
    for (const [from, to] of [[0, large], [large, file.pages.length]] as const) {
      const pages = file.pages.slice(from, to)
      const forms = pages.filter(({ text }) => text.includes('Formulaire K7QM2-1'))
      const rest = pages.filter((page) => !forms.includes(page))
      forms.forEach(({ text, codes }, index) => {
        expect(codes).toEqual(['2D9X4TRWK7QM'])
        expect(text).toContain(`page ${index + 1}/${forms.length} · n° ${parts.form}`)
        // A form knows nothing of the envelope nor of the stub.
        expect(text).not.toContain(parts.envelope)
        expect(text).not.toContain(parts.receipt)
        expect(text).not.toContain('commande')
      })
      expect(new Set(rest.flatMap(({ codes }) => codes))).toEqual(new Set(['K7QM2D9X4TRW', 'https://parvis.example/recu#4TRWK7QM2D9X']))
      for (const { text } of rest) expect(text).not.toContain(parts.form)
      expect(rest.map(({ text }) => text).join(' ')).toContain(`Votre code : ${parts.receipt}`)
    }
    // Whoever signs signs on the page that bears their name.
    expect(file.pages[large]?.structure.map(({ alt }) => alt)).toContain('Cadre pour signer')
    for (const { smallest } of file.pages.slice(large)) expect(smallest).toBeGreaterThanOrEqual(18)
  })

  it('fifty of them are written as slowly as they are read, and stop when nobody reads', async () => {
    const file = await printer.sheets(facts(everyKind), Array.from({ length: 50 }, (_, index) => sheet(index + 1, 'large-print')))
    await new Promise((resolve) => setTimeout(resolve, 3000))
    expect(file.readableLength).toBeLessThan(3 << 20)
    file.destroy()
    expect((await bytes(await printer.sheets(facts(vote()), Array.from({ length: 50 }, (_, index) => sheet(index + 1, 'ordinary'))))).subarray(0, 5).toString()).toBe('%PDF-')
  })
})
