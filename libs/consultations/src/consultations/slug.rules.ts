const LONGEST = 80

/** The part of an address made of a title: `Rafraîchir nos places` gives `rafraichir-nos-places`. */
export function slugOf(title: string): string {
  const plain = title.replace(/œ/gi, 'oe').replace(/æ/gi, 'ae').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
  if (plain.length <= LONGEST) return plain || 'consultation'
  // Cut between words where there is one.
  const cut = plain.slice(0, LONGEST + 1)
  return cut.slice(0, cut.lastIndexOf('-') > 20 ? cut.lastIndexOf('-') : LONGEST).replace(/-+$/, '')
}

/** The first of `slug`, `slug-2`, `slug-3`… that is free. */
export function freeSlug(slug: string, taken: readonly string[]): string {
  if (!taken.includes(slug)) return slug
  let n = 2
  while (taken.includes(`${slug}-${n}`)) n++
  return `${slug}-${n}`
}
