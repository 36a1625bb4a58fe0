import { m } from '@parvis/texts'
import { example } from '../example'
import Pagination from './Pagination.svelte'

const url = () => new URL('http://localhost/galerie?theme=clair')

export default [
  example('debut', m.gallery_is_beginning, Pagination, () => ({ page: 1, pages: 9, url: url() })),
  example('milieu', m.gallery_is_middle, Pagination, () => ({ page: 4, pages: 9, url: url() })),
  example('fin', m.gallery_is_end, Pagination, () => ({ page: 9, pages: 9, url: url() })),
  example('deux-pages', m.gallery_is_two, Pagination, () => ({ page: 1, pages: 2, url: url() })),
]
