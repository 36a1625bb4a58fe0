import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeShared, sharedFile } from '../../../../test/support/shared-data'
import { runCommandLine } from './main'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parvis-readability-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function parvis(...args: string[]) {
  let [out, err] = ['', '']
  const code = await runCommandLine(args, { out: (text) => (out += text), err: (text) => (err += text) })
  return { code, out, err }
}

function text(content: string | Buffer): string {
  const file = join(folder, 'text.txt')
  writeFileSync(file, content)
  return file
}

describe('parvis readability', () => {
  it('answers one JSON document, with what to do about each sentence', async () => {
    const { code, out, err } = await parvis('readability', text('Le sujet est le bus.\nLe parc est géré par la ville.'), '--json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(JSON.parse(out)).toMatchObject({
      kandelMoles: 115, words: 12, sentences: 2, wordsPerSentence: 6, longestSentence: 7, longestSentenceText: 'Le parc est géré par la ville', shortSample: true,
      lint: [{ rule: 'passive-voice', sentence: 'Le parc est géré par la ville', remedy: expect.stringContaining('qui agit') as string }],
    })
  })

  it('says the same in French words', async () => {
    const { code, out } = await parvis('readability', text('Le budget est de 250 000 euros.'))
    expect(code).toBe(0)
    expect(out).toContain('Échantillon court')
    expect(out).toContain('Comparez ce grand nombre')
    expect((await parvis('readability', text('Le bus est là.'))).out).toContain('Aucune phrase difficile')
  })

  it('refuses a wrong argument or file in one line, exit 2', async () => {
    const wrong = [() => [], () => ['a', 'b'], () => [join(folder, 'absent.txt')], () => [folder], () => [text(' 12 % ')], () => [text(Buffer.from([0x6c, 0xe9, 0x21]))], () => [text('Oui.'), '--xml']]
    for (const args of wrong) {
      const { code, out, err } = await parvis('readability', ...args())
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).toMatch(/^parvis: [^\n]+\n$/)
    }
  })
})

describeShared('texts of public bodies, from the command line', () => {
  it.each([['simple-version', 92.4, 8], ['easy-to-read-guidance', 74.1, 17], ['mandate', 57.6, 27], ['charter-editorial', 28.3, 33]])('%s', async (name, kandelMoles, longestSentence) => {
    const { out } = await parvis('readability', sharedFile(`readability/${name}.txt`), '--json')
    expect(JSON.parse(out)).toMatchObject({ kandelMoles, longestSentence })
  })
})
