/** A mail in pieces, written once for plain text and for HTML. */
export type Piece =
  | { kind: 'text', text: string }
  | { kind: 'title', text: string }
  /** A line of a list; `when` stands before it. */
  | { kind: 'item', text: string, when?: string }
  | { kind: 'link', text: string, href: string }

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' }
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (found) => ENTITIES[found] ?? found)

/** One line: what somebody wrote breaks neither a subject nor a list. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

const lined = (text: string): string => escaped(text).replace(/https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)]/g, (url) => `<a href="${url}">${url}</a>`).replace(/\n/g, '<br>')

/** For a phone that shows text alone, and for somebody who listens. */
export const asText = (pieces: readonly Piece[], foot: readonly Piece[]): string => {
  const said = (list: readonly Piece[]) => list.map((piece) => {
    if (piece.kind === 'title') return `\n${piece.text}\n`
    if (piece.kind === 'item') return `- ${piece.when ? `${piece.when} : ` : ''}${piece.text}\n`
    if (piece.kind === 'link') return `${piece.text} : ${piece.href}\n`
    return `${piece.text}\n\n`
  }).join('')
  return `${said(pieces)}\n-- \n${said(foot)}`.trim() + '\n'
}

/** One column of plain HTML with large type: no picture, no style sheet, no script, nothing fetched from anywhere. */
export function asHtml(language: string, title: string, pieces: readonly Piece[], foot: readonly Piece[]): string {
  const drawn = (list: readonly Piece[]): string => {
    let html = ''
    let listing = false
    for (const piece of list) {
      if (listing !== (piece.kind === 'item')) html += listing ? '</ul>' : '<ul style="margin:0 0 12px;padding-left:20px">'
      listing = piece.kind === 'item'
      if (piece.kind === 'title') html += `<h2 style="font-size:20px;line-height:1.3;margin:28px 0 8px">${escaped(piece.text)}</h2>`
      else if (piece.kind === 'item') html += `<li style="margin:0 0 6px">${piece.when ? `<strong>${escaped(piece.when)}</strong> : ` : ''}${escaped(piece.text)}</li>`
      else if (piece.kind === 'link') html += `<p style="margin:0 0 16px"><a href="${escaped(piece.href)}" style="color:#1f3f77">${escaped(piece.text)}</a></p>`
      else html += `<p style="margin:0 0 16px">${lined(piece.text)}</p>`
    }
    return listing ? `${html}</ul>` : html
  }
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title></head>
<body style="margin:0;padding:16px;background:#ffffff;color:#1a1f2b;font:18px/1.5 sans-serif"><div style="max-width:600px;margin:0 auto">${drawn(pieces)}<hr style="border:0;border-top:1px solid #7a8194;margin:28px 0 16px"><div style="font-size:16px;color:#4a5162">${drawn(foot)}</div></div></body></html>`
}
