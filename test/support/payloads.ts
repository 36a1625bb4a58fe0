/** What would run in a page that trusted it: tags, attributes, encodings, unicode, template syntax; 300 of them. Each would set `__ran`. */
const RUN = 'window.__ran=1'
const entities = (text: string) => [...text].map(letter => `&#${letter.codePointAt(0)};`).join('')
const wide = (text: string) => text.replace(/[<>"'()]/g, letter => String.fromCharCode(letter.charCodeAt(0) + 0xFEE0))

const tags = ['img', 'svg', 'iframe', 'video', 'audio', 'input autofocus', 'details open', 'body', 'object', 'embed', 'marquee', 'select autofocus', 'textarea autofocus', 'math', 'style', 'link rel=stylesheet', 'meta', 'base', 'x-y', 'button']
const handlers = ['onerror', 'onload', 'onfocus', 'ontoggle', 'onstart', 'onmouseover']
const withHandlers = tags.flatMap(tag => handlers.map(handler => `<${tag} src=x href=x ${handler}="${RUN}">`))

const whole = [
  `<script>${RUN}</script>`, `<script src="data:text/javascript,${RUN}"></script>`, `<ScRiPt>${RUN}</sCrIpT>`, `<script\n>${RUN}</script\n>`, `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<svg><script>${RUN}</script></svg>`, `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`, `<svg><a xlink:href="javascript:${RUN}"><text>x</text></a></svg>`, `<math><mtext><mglyph><style><img src=x onerror=${RUN}>`,
  `<iframe srcdoc="<script>parent.__ran=1</script>">`, `<iframe src="javascript:parent.__ran=1">`, `<a href="javascript:${RUN}">x</a>`, `<a href="  javascript:${RUN}">x</a>`, `<a href="java\tscript:${RUN}">x</a>`,
  `<form action="javascript:${RUN}"><button>x</button></form>`, `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`, `<link rel=import href="data:text/html,<script>${RUN}</script>">`, `<base href="javascript:${RUN}//">`,
  `<style>@import 'javascript:${RUN}';</style>`, `<div style="background:url(javascript:${RUN})">x</div>`, `<template><script>${RUN}</script></template>`, `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<!--><img src=x onerror=${RUN}>-->`, `<![CDATA[<img src=x onerror=${RUN}>]]>`, `</title><script>${RUN}</script>`, `</textarea><script>${RUN}</script>`, `</script><script>${RUN}</script>`, `</style><img src=x onerror=${RUN}>`,
  `<xmp><p title="</xmp><svg/onload=${RUN}>">`, `<object data="data:text/html,<script>parent.__ran=1</script>">`,
]
const attributes = [`" onmouseover="${RUN}`, `' onfocus='${RUN}' autofocus='`, `"><svg/onload=${RUN}>`, `'><img src=x onerror=${RUN}>`, `\` onerror=${RUN} \``, `" autofocus onfocus="${RUN}" x="`, `" style="animation-name:x" onanimationstart="${RUN}`, `x" src=x onerror="${RUN}`]
const templates = ['{{constructor.constructor("window.__ran=1")()}}', '${window.__ran=1}', '{@html "<img src=x onerror=window.__ran=1>"}', '{window.__ran=1}', '<%= window.__ran=1 %>', '#{window.__ran=1}', '{{{window.__ran=1}}}', '[[window.__ran=1]]', '{%set x=window.__ran=1%}', '*{window.__ran=1}', '@{window.__ran=1}', '$' + '{{window.__ran=1}}']

const plain = [...withHandlers, ...whole, ...attributes, ...templates]
const encoded = whole.flatMap(text => [entities(text), encodeURIComponent(text), wide(text)])
const marked = [...whole, ...attributes].flatMap(text => [`\u202E${text}`, text.replaceAll('<', '<\u200B')])

export const PAYLOADS: readonly string[] = [...new Set([...plain, ...encoded, ...marked])].slice(0, 300)
