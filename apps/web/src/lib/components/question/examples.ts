import { m } from '@parvis/texts'
import type { Item } from '$lib/questionnaire'
import { example } from '../example'
import { invented } from '../territory-map/examples'
import Question from './Question.svelte'

const options = () => [m.gallery_theme_1(), m.gallery_theme_2(), m.gallery_theme_3()].map((label, index) => ({ key: `o${index + 1}`, label }))
const of = (item: Partial<Item> & Pick<Item, 'kind'>): Item => ({ key: `question-${item.kind}`, label: m.gallery_theme(), ...item })
const communes = () => [{ key: '59350', label: m.gallery_item_place() }]
const shown = (item: () => Item, more: () => object = () => ({})) => () => ({ item: item(), communes: communes(), ...more() })

export default [
  example('une-reponse', m.gallery_is_one, Question, shown(() => of({ kind: 'choice', options: options(), other: true }), () => ({ typed: { 'question-choice': ['o2'] } }))),
  example('plusieurs-reponses', m.gallery_is_several, Question, shown(() => of({ kind: 'choices', options: options(), most: 2 }))),
  example('cote-a-cote', m.gallery_is_inline, Question, shown(() => of({ kind: 'scale', min: 0, max: 10, lowLabel: m.gallery_theme_1(), highLabel: m.gallery_theme_2() }))),
  example('tableau', m.gallery_is_full, Question, shown(() => of({ kind: 'matrix', options: options().slice(0, 2), rows: options() }))),
  example('classement', m.gallery_is_question, Question, shown(() => of({ kind: 'ranking', options: options() }))),
  example('date', m.gallery_is_ordinary, Question, shown(() => of({ kind: 'date', mandatory: true }))),
  example('lieu', m.gallery_is_one_place, Question, shown(() => of({ kind: 'point' }), () => ({ typed: { 'question-point': ['59350'], 'question-point.lat': ['50,63'], 'question-point.lon': ['3,05'] }, map: { code: '59350', name: 'Lille', shape: invented(false)[0]?.shape ?? {}, landmarks: [], bounds: [2.98, 50.58, 3.12, 50.69], edges: [2.98, 50.58, 3.12, 50.69], spot: { lat: 50.63, lon: 3.05 } }, placing: true }))),
  example('erreur', m.gallery_is_wrong, Question, shown(() => of({ kind: 'number', unit: 'km', min: 0, max: 50 }), () => ({ typed: { 'question-number': ['x'] }, error: m.gallery_choice_error() }))),
]
