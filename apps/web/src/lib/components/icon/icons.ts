// Only the icons that pages use: each line is one drawing of lucide (ISC licence), inlined when the site is built.
import aLargeSmall from 'lucide-static/icons/a-large-small.svg?raw'
import accessibility from 'lucide-static/icons/accessibility.svg?raw'
import archive from 'lucide-static/icons/archive.svg?raw'
import arrowDown from 'lucide-static/icons/arrow-down.svg?raw'
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw'
import arrowRight from 'lucide-static/icons/arrow-right.svg?raw'
import arrowUp from 'lucide-static/icons/arrow-up.svg?raw'
import ban from 'lucide-static/icons/ban.svg?raw'
import bell from 'lucide-static/icons/bell.svg?raw'
import building2 from 'lucide-static/icons/building-2.svg?raw'
import calendar from 'lucide-static/icons/calendar.svg?raw'
import chartNoAxesColumn from 'lucide-static/icons/chart-no-axes-column.svg?raw'
import check from 'lucide-static/icons/check.svg?raw'
import chevronLeft from 'lucide-static/icons/chevron-left.svg?raw'
import chevronRight from 'lucide-static/icons/chevron-right.svg?raw'
import circle from 'lucide-static/icons/circle.svg?raw'
import circleCheck from 'lucide-static/icons/circle-check.svg?raw'
import circleDashed from 'lucide-static/icons/circle-dashed.svg?raw'
import circleDot from 'lucide-static/icons/circle-dot.svg?raw'
import circleQuestionMark from 'lucide-static/icons/circle-question-mark.svg?raw'
import clock from 'lucide-static/icons/clock.svg?raw'
import contrast from 'lucide-static/icons/contrast.svg?raw'
import copy from 'lucide-static/icons/copy.svg?raw'
import download from 'lucide-static/icons/download.svg?raw'
import ear from 'lucide-static/icons/ear.svg?raw'
import euro from 'lucide-static/icons/euro.svg?raw'
import externalLink from 'lucide-static/icons/external-link.svg?raw'
import eye from 'lucide-static/icons/eye.svg?raw'
import fileText from 'lucide-static/icons/file-text.svg?raw'
import filter from 'lucide-static/icons/filter.svg?raw'
import flag from 'lucide-static/icons/flag.svg?raw'
import hand from 'lucide-static/icons/hand.svg?raw'
import handHelping from 'lucide-static/icons/hand-helping.svg?raw'
import handshake from 'lucide-static/icons/handshake.svg?raw'
import hourglass from 'lucide-static/icons/hourglass.svg?raw'
import house from 'lucide-static/icons/house.svg?raw'
import inbox from 'lucide-static/icons/inbox.svg?raw'
import info from 'lucide-static/icons/info.svg?raw'
import keyRound from 'lucide-static/icons/key-round.svg?raw'
import landmark from 'lucide-static/icons/landmark.svg?raw'
import languages from 'lucide-static/icons/languages.svg?raw'
import layers from 'lucide-static/icons/layers.svg?raw'
import listChecks from 'lucide-static/icons/list-checks.svg?raw'
import lock from 'lucide-static/icons/lock.svg?raw'
import logIn from 'lucide-static/icons/log-in.svg?raw'
import logOut from 'lucide-static/icons/log-out.svg?raw'
import mail from 'lucide-static/icons/mail.svg?raw'
import mapPin from 'lucide-static/icons/map-pin.svg?raw'
import megaphone from 'lucide-static/icons/megaphone.svg?raw'
import menu from 'lucide-static/icons/menu.svg?raw'
import messageSquare from 'lucide-static/icons/message-square.svg?raw'
import minus from 'lucide-static/icons/minus.svg?raw'
import monitor from 'lucide-static/icons/monitor.svg?raw'
import moon from 'lucide-static/icons/moon.svg?raw'
import octagonX from 'lucide-static/icons/octagon-x.svg?raw'
import pause from 'lucide-static/icons/pause.svg?raw'
import pencil from 'lucide-static/icons/pencil.svg?raw'
import phone from 'lucide-static/icons/phone.svg?raw'
import play from 'lucide-static/icons/play.svg?raw'
import plus from 'lucide-static/icons/plus.svg?raw'
import printer from 'lucide-static/icons/printer.svg?raw'
import receiptText from 'lucide-static/icons/receipt-text.svg?raw'
import scale from 'lucide-static/icons/scale.svg?raw'
import scrollText from 'lucide-static/icons/scroll-text.svg?raw'
import search from 'lucide-static/icons/search.svg?raw'
import send from 'lucide-static/icons/send.svg?raw'
import settings2 from 'lucide-static/icons/settings-2.svg?raw'
import shieldCheck from 'lucide-static/icons/shield-check.svg?raw'
import smartphone from 'lucide-static/icons/smartphone.svg?raw'
import sun from 'lucide-static/icons/sun.svg?raw'
import table2 from 'lucide-static/icons/table-2.svg?raw'
import thumbsUp from 'lucide-static/icons/thumbs-up.svg?raw'
import trash2 from 'lucide-static/icons/trash-2.svg?raw'
import triangleAlert from 'lucide-static/icons/triangle-alert.svg?raw'
import undo2 from 'lucide-static/icons/undo-2.svg?raw'
import userRound from 'lucide-static/icons/user-round.svg?raw'
import userRoundCheck from 'lucide-static/icons/user-round-check.svg?raw'
import userRoundPlus from 'lucide-static/icons/user-round-plus.svg?raw'
import users from 'lucide-static/icons/users.svg?raw'
import volume2 from 'lucide-static/icons/volume-2.svg?raw'
import vote from 'lucide-static/icons/vote.svg?raw'
import x from 'lucide-static/icons/x.svg?raw'

/** The strokes inside the drawing, without its frame and licence comment. */
const strokes = (svg: string) => svg.replace(/<!--.*?-->/s, '').replace(/^\s*<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '').replace(/\s*\n\s*/g, '')

const drawings = {
  'a-large-small': aLargeSmall,
  'accessibility': accessibility,
  'archive': archive,
  'arrow-down': arrowDown,
  'arrow-left': arrowLeft,
  'arrow-right': arrowRight,
  'arrow-up': arrowUp,
  'ban': ban,
  'bell': bell,
  'building-2': building2,
  'calendar': calendar,
  'chart-no-axes-column': chartNoAxesColumn,
  'check': check,
  'chevron-left': chevronLeft,
  'chevron-right': chevronRight,
  'circle': circle,
  'circle-check': circleCheck,
  'circle-dashed': circleDashed,
  'circle-dot': circleDot,
  'circle-question-mark': circleQuestionMark,
  'clock': clock,
  'contrast': contrast,
  'copy': copy,
  'download': download,
  'ear': ear,
  'euro': euro,
  'external-link': externalLink,
  'eye': eye,
  'file-text': fileText,
  'filter': filter,
  'flag': flag,
  'hand': hand,
  'hand-helping': handHelping,
  'handshake': handshake,
  'hourglass': hourglass,
  'house': house,
  'inbox': inbox,
  'info': info,
  'key-round': keyRound,
  'landmark': landmark,
  'languages': languages,
  'layers': layers,
  'list-checks': listChecks,
  'lock': lock,
  'log-in': logIn,
  'log-out': logOut,
  'mail': mail,
  'map-pin': mapPin,
  'megaphone': megaphone,
  'menu': menu,
  'message-square': messageSquare,
  'minus': minus,
  'monitor': monitor,
  'moon': moon,
  'octagon-x': octagonX,
  'pause': pause,
  'pencil': pencil,
  'phone': phone,
  'play': play,
  'plus': plus,
  'printer': printer,
  'receipt-text': receiptText,
  'scale': scale,
  'scroll-text': scrollText,
  'search': search,
  'send': send,
  'settings-2': settings2,
  'shield-check': shieldCheck,
  'smartphone': smartphone,
  'sun': sun,
  'table-2': table2,
  'thumbs-up': thumbsUp,
  'trash-2': trash2,
  'triangle-alert': triangleAlert,
  'undo-2': undo2,
  'user-round': userRound,
  'user-round-check': userRoundCheck,
  'user-round-plus': userRoundPlus,
  'users': users,
  'volume-2': volume2,
  'vote': vote,
  'x': x,
}

export type IconName = keyof typeof drawings

export const icons = Object.fromEntries(Object.entries(drawings).map(([name, svg]) => [name, strokes(svg)])) as Record<IconName, string>
