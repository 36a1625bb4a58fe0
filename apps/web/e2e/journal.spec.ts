import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { actionKinds, actionName } from '../src/routes/gestion/_parts/words'

// Its types are those of the site, which this project does not read.
const { factsOf, isKnownFact } = jest.requireActual<{ factsOf: (detail: Record<string, unknown>) => [string, string][], isKnownFact: (name: string) => boolean }>('../src/routes/gestion/_parts/journal-facts')

// Every act that the code writes in the journal, and every fact it writes with it, read from the sources: a new one without its
// words would stand on /gestion/journal as a name for programs.
const root = join(__dirname, '../../..')
const folders = [...readdirSync(join(root, 'libs')).map(name => join(root, 'libs', name, 'src')), join(root, 'apps/api/src')]
const files = folders.flatMap(folder => (readdirSync(folder, { recursive: true }) as string[]).filter(file => /(?<!\.spec)\.ts$/.test(file)).map(file => join(folder, file)))

interface Written { file: string, actions: string[], facts: string[], whole: boolean }

const nameOf = (node: ts.ObjectLiteralElementLike) => (node.name && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name)) ? node.name.text : undefined)
const namesIn = (node: ts.Expression): string[] => (ts.isObjectLiteralExpression(node) ? node.properties.flatMap(one => nameOf(one) ?? []) : [])
const actionsIn = (node: ts.Node): string[] => ts.isStringLiteral(node) && /^[a-z-]+\.[a-z-]+$/.test(node.text) ? [node.text] : ts.isConditionalExpression(node) ? [...actionsIn(node.whenTrue), ...actionsIn(node.whenFalse)] : []

/** Calls of `audit.append(tx, { action, detail })`, and of a `record(…)` beside one, which is given the action and the detail. */
function writtenIn(file: string): Written[] {
  const source = readFileSync(file, 'utf8')
  if (!source.includes('audit.append(')) return []
  const found: Written[] = []
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const called = node.expression.getText()
      const [, entry] = node.arguments
      if (called.endsWith('audit.append') && entry && ts.isObjectLiteralExpression(entry)) {
        const of = (name: string) => entry.properties.find(one => nameOf(one) === name)
        const [action, detail] = [of('action'), of('detail')]
        const value = (property?: ts.ObjectLiteralElementLike) => (property && ts.isPropertyAssignment(property) ? property.initializer : undefined)
        const given = value(detail)
        found.push({ file, actions: actionsIn(value(action) ?? entry), facts: given ? namesIn(given) : [], whole: detail === undefined || (given !== undefined && ts.isObjectLiteralExpression(given)) })
      }
      if (called === 'this.record') {
        const actions = node.arguments.flatMap(actionsIn)
        found.push({ file, actions, facts: node.arguments.flatMap(namesIn), whole: true })
      }
    }
    ts.forEachChild(node, look)
  }
  look(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true))
  return found
}

const written = files.flatMap(writtenIn)
const actions = [...new Set(written.flatMap(({ actions: said }) => said))].sort()
const messages = (locale: string) => JSON.parse(readFileSync(join(root, 'libs/texts/messages', locale, 'gestion.json'), 'utf8')) as Record<string, unknown>

describe('the journal', () => {
  it('is read whole: each place that writes it says which act, or is a record() whose callers do', () => {
    expect(actions.length).toBeGreaterThanOrEqual(40)
    const without = written.filter(({ actions: said }) => said.length === 0).map(({ file }) => file.slice(root.length + 1))
    for (const file of without) expect([file, written.filter(one => one.file.endsWith(file) && one.actions.length > 0).length > 0]).toEqual([file, true])
  })

  it.each(actions.map(action => [action] as const))('%s has its sentence and its name, in each language', action => {
    for (const locale of ['fr', 'en', 'nl']) {
      const sentence = messages(locale)[`gestion_did_${action.replace(/[.-]/g, '_')}`]
      expect([locale, sentence]).toEqual([locale, expect.stringContaining('{who}')])
    }
    expect(actionName(action)).not.toBe(action)
    // A filter of the page finds it.
    expect(actionKinds).toContain(action.split('.')[0])
  })

  it('says every fact in words, or keeps it for programs', () => {
    const facts = [...new Set(written.flatMap(({ facts: said }) => said))].sort()
    expect(facts.length).toBeGreaterThanOrEqual(25)
    expect(facts.filter(name => !isKnownFact(name))).toEqual([])
    // Details that are handed on whole: what inclusion answered, and the role that ended.
    const handed = [...new Set(written.filter(({ whole }) => !whole).flatMap(({ actions: said }) => said))].sort()
    expect(handed).toEqual(['charter.assessed', 'role.ended'])
    const answer = /export interface InclusionAnswer \{([\s\S]*?)\n\}/.exec(readFileSync(join(root, 'libs/consultations/src/inclusion-facts.ts'), 'utf8'))?.[1] ?? ''
    const kept = [...answer.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name = '']) => name)
    expect(kept.length).toBeGreaterThanOrEqual(8)
    expect([...kept, 'role', 'placeKind', 'placeCode'].filter(name => !isKnownFact(name))).toEqual([])
  })

  it.each([
    [{ fields: ['title', 'openToChange'], state: 'draft' }, [['Ce qui a changé', 'Titre et Ce qui peut changer'], ['État ce jour-là', 'Brouillon']]],
    [{ decision: 'usurpation' }, [['Décision', 'La première était une usurpation']]],
    [{ role: 'staff', placeKind: 'municipality', placeCode: '59512' }, [['Rôle', 'Agent'], ['Lieu', 'commune 59512 (code INSEE)']]],
    [{ consultationId: '6a1c8a52-0f7b-4f0c-9d54-1f0e7a8b9c0d', mode: 'on_behalf' }, [['Comment', 'Au comptoir, par un médiateur']]],
    [{ inputHash: 'ab', method: 'schulze', methodVersion: '1' }, [['Empreinte des bulletins', 'ab'], ['Façon de voter et de compter', 'Classement, par duels'], ['Version de la méthode', '1']]],
    [{ count: 3, kinds: { 'vote.sealed': 2, 'vote.what-if': 1 } }, [['Combien', '3'], ['Tâches', 'Comptage des bulletins\u00a0: 2 et Comptage par une autre règle\u00a0: 1']]],
    [{ kind: 'vote', voteId: 'x' }, [['Genre', 'Vote']]],
    [{ charter: undefined }, []],
  ] as [Record<string, unknown>, [string, string][]][])('%j is read as people read it', (detail, expected) => expect(factsOf(detail)).toEqual(expected))
})
