import { m } from '@parvis/texts'
import { example } from '../example'
import Choices from './Choices.svelte'

const channels = () => [{ value: '1', label: m.gallery_channel_1() }, { value: '2', label: m.gallery_channel_2(), hint: m.gallery_channel_2_hint() }]
const themes = () => [{ value: '1', label: m.gallery_theme_1() }, { value: '2', label: m.gallery_theme_2() }, { value: '3', label: m.gallery_theme_3() }]

export default [
  example('une-reponse', m.gallery_is_one, Choices, () => ({ name: 'choices-one', legend: m.gallery_channel(), choices: channels(), value: '2' })),
  example('plusieurs-reponses', m.gallery_is_several, Choices, () => ({ name: 'choices-several', kind: 'checkbox' as const, legend: m.gallery_theme(), choices: themes(), value: ['1', '3'], optional: true })),
  example('cote-a-cote', m.gallery_is_inline, Choices, () => ({ name: 'choices-inline', legend: m.gallery_theme(), choices: themes(), inline: true })),
  example('une-question', m.gallery_is_question, Choices, () => ({ name: 'choices-question', legend: m.gallery_channel(), choices: channels(), bigLegend: true })),
  example('impossible', m.gallery_is_disabled, Choices, () => ({ name: 'choices-disabled', legend: m.gallery_theme(), choices: themes().map((choice, index) => ({ ...choice, disabled: index === 2 })) })),
  example('erreur', m.gallery_is_wrong, Choices, () => ({ name: 'choices-wrong', legend: m.gallery_channel(), choices: channels(), error: m.gallery_choice_error() })),
]
