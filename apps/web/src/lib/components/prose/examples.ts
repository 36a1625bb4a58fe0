import { m } from '@parvis/texts'
import { example } from '../example'
import Prose from './Prose.svelte'

const text = () => `${m.gallery_item_text()}\n- ${m.gallery_project_1()}\n- ${m.gallery_project_2()}\n- ${m.gallery_project_3()}\n\n${m.gallery_notice()}`

export default [
  example('ordinaire', m.gallery_is_ordinary, Prose, () => ({ text: text() })),
  example('chapeau', m.gallery_is_big, Prose, () => ({ text: m.gallery_item_text(), lead: true })),
]
