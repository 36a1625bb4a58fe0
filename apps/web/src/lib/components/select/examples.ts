import { m } from '@parvis/texts'
import { example } from '../example'
import Select from './Select.svelte'

const choices = () => [{ value: '1', label: m.gallery_theme_1() }, { value: '2', label: m.gallery_theme_2() }]

export default [
  example('ordinaire', m.gallery_is_ordinary, Select, () => ({ name: 'select-theme', label: m.gallery_theme(), choices: choices(), value: '2', width: 'medium' as const })),
  example('facultatif', m.gallery_is_optional, Select, () => ({ name: 'select-optional', label: m.gallery_theme(), choices: choices(), empty: m.common_filter_all(), optional: true, width: 'medium' as const })),
  example('groupes', m.gallery_is_grouped, Select, () => ({ name: 'select-grouped', label: m.gallery_theme(), choices: choices().map((choice, index) => ({ ...choice, group: String(index + 2027) })), value: '1', width: 'medium' as const })),
  example('erreur', m.gallery_is_wrong, Select, () => ({ name: 'select-wrong', label: m.gallery_theme(), choices: choices(), empty: '', error: m.gallery_choice_error(), width: 'medium' as const })),
]
