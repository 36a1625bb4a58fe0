import { m } from '@parvis/texts'
import { example } from '../example'
import { stateFaces, type StateOf } from './states'
import StateTag from './StateTag.svelte'

// Every state there is, said by its own word.
export default (Object.keys(stateFaces) as StateOf[]).flatMap(of =>
  Object.entries(stateFaces[of]).map(([state, face]) => example(`${of}-${state}`, face?.word ?? m.gallery_is_ordinary, StateTag, () => ({ of, state }))))
