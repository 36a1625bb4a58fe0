import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parse } from 'svelte/compiler'
import ts from 'typescript'

const root = join(__dirname, '..', 'src')
const files = (readdirSync(root, { recursive: true }) as string[]).map(file => join(root, file))

/** Attributes and props that are read aloud or shown. */
const shown = new Set(['title', 'aria-label', 'aria-description', 'aria-roledescription', 'alt', 'placeholder', 'label', 'lead', 'hint', 'legend', 'caption', 'summary', 'eyebrow', 'error', 'text'])
/** Attributes whose words are for machines. */
const machine = new Set(['class', 'style', 'rel', 'sizes', 'media', 'autocomplete', 'd', 'viewBox', 'points', 'transform', 'content', 'sandbox', 'headers'])
/** At least so many words with spaces between them; a command to type is none. */
const words = (text: string, count: number) => !/^\s*(npm|git|node) /.test(text) && text.split(/[\s\u00a0\u202f]+/).filter(word => /^[«("]*(?:[\p{L}]{1,3}[’'])?\p{L}{2,}(?:[-’'.]\p{L}+)*[.,;:!?»)"…]*$/u.test(word)).length >= count

type Node = Record<string, unknown> & { type: string }

/** What a page says by itself: text between tags, words in attributes that are shown, sentences in code. */
function saidBySvelte(source: string): string[] {
  const found: string[] = []
  const say = (text: string) => found.push(text.trim().replace(/\s+/g, ' ').slice(0, 80))
  const look = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(look)
    if (typeof node !== 'object' || node === null) return
    const one = node as Node
    if (one.type === 'Text' && words(String(one.data), 1)) return void say(String(one.data))
    if (one.type === 'Attribute') {
      const name = String(one.name)
      if (machine.has(name)) return
      const texts = [one.value].flat().filter(part => (part as Node | true) !== true && (part as Node).type === 'Text') as Node[]
      for (const { data } of texts) if (words(String(data), shown.has(name) ? 1 : 3)) say(`${name}="${String(data)}"`)
      return look([one.value].flat().filter(part => (part as Node).type === 'ExpressionTag'))
    }
    if (one.type === 'Literal' && typeof one.value === 'string' && words(one.value, 3)) return void say(one.value)
    if (one.type === 'TemplateElement' && words((one.value as { raw: string }).raw, 3)) return void say((one.value as { raw: string }).raw)
    if (one.type === 'ImportDeclaration') return
    for (const [key, value] of Object.entries(one)) if (!['metadata', 'parent', 'leadingComments', 'trailingComments', 'typeAnnotation', 'css', 'comments'].includes(key)) look(value)
  }
  const { fragment, instance, module } = parse(source, { modern: true })
  look([fragment, instance?.content, module?.content])
  return found
}

/** Sentences in a program; what goes to a log or to a programmer is English and stays. */
function saidByProgram(source: string): string[] {
  const found: string[] = []
  const look = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isThrowStatement(node) || (ts.isNewExpression(node) && /(Error|Exception)$/.test(node.expression.getText()))) return
    // A problem's detail is English, for programs.
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'detail') return
    if (ts.isCallExpression(node) && node.expression.getText().startsWith('console.')) return
    if ((ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) && words(node.text, 3)) found.push(node.text.slice(0, 80))
    ts.forEachChild(node, look)
  }
  look(ts.createSourceFile('page.ts', source, ts.ScriptTarget.Latest, true))
  return found
}

describe('sentences are in the catalogue', () => {
  it('is seen when one is not', () => {
    const wrong = ['<p>Bonjour</p>', '<a href="#x" title="Aller">x</a>', '<Button label="Envoyer" />', "<p>{ok ? 'Votre voix est comptée' : ''}</p>", '<p>{`Il reste encore ${n} jours`}</p>', "<script>const t = 'Envoyez votre bulletin ici'</script>"]
    expect(wrong.filter(source => saidBySvelte(source).length === 1)).toEqual(wrong)
    expect(['<p class="columns columns-side hero">{m.x()} · {n}</p>', '<input name="code" autocomplete="off" />', '<Icon name="arrow-left" />'].flatMap(saidBySvelte)).toEqual([])
    expect(saidByProgram("export const x = 'Vous avez déjà voté'; console.error('the API does not answer')")).toEqual(['Vous avez déjà voté'])
  })

  it('is so on every page and in every component', () => {
    // The description of the interface for programmers is English, as the interface is.
    const pages = files.filter(file => file.endsWith('.svelte') && !file.includes(join('routes', 'api')))
    expect(pages.length).toBeGreaterThan(80)
    expect(pages.flatMap(file => saidBySvelte(readFileSync(file, 'utf8')).map(text => `${relative(root, file)}: ${text}`))).toEqual([])
  })

  it('is so in the programs behind them, and in the script of the browser', () => {
    // Examples of the gallery hold what residents would write.
    const programs = files.filter(file => /\.(ts|js)$/.test(file) && !file.endsWith('examples.ts'))
    expect(programs.length).toBeGreaterThan(60)
    expect(programs.flatMap(file => saidByProgram(readFileSync(file, 'utf8')).map(text => `${relative(root, file)}: ${text}`))).toEqual([])
  })
})
