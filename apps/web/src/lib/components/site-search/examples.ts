import { m } from '@parvis/texts'
import { example } from '../example'
import SiteSearch from './SiteSearch.svelte'

export default [example('seul', m.gallery_is_ordinary, SiteSearch, () => ({}), { landmark: true })]
