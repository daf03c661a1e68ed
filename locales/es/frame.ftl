### Lo que dicen el marco y las partes comunes de todas las páginas. %n, %q y %when los completa el navegador.

frame-skip = Ir al contenido
frame-rail = Principal
frame-rail-open = Abrir el menú
frame-rail-fold = Plegar el menú
frame-search = Buscar o ejecutar
frame-bell = Notificaciones
frame-help = Ayuda
frame-person = Menú de { $name }
frame-settings = Mi configuración
frame-keys = Atajos de teclado
frame-theme = Tema
frame-theme-system = Sistema
frame-theme-light = Claro
frame-theme-dark = Oscuro
frame-contrast = Contraste
frame-contrast-system = Sistema
frame-contrast-normal = Normal
frame-contrast-more = Alto
frame-density = Filas
frame-density-compact = Compactas
frame-density-normal = Normales
frame-density-relaxed = Amplias
frame-language = Idioma
frame-log-out = Cerrar sesión
frame-place = Dónde está
frame-zone = Horas en { $zone }
frame-api = API
frame-load-failed = No se pudo cargar. No se cambió nada.

rail-home = Inicio
rail-releases = Liberaciones
rail-activities = Actividades
rail-portfolio = Portafolio
rail-administration = Administración

state-closed = Cerrada
state-delayed = Atrasada

priority-1 = Crítica
priority-2 = Alta
priority-3 = Media
priority-4 = Baja
priority-5 = Baja

person-nobody = Nadie todavía

action-cancel = Cancelar
action-close = Cerrar
action-copy = Copiar
action-copied = Copiado

# La marca en la etiqueta de un campo que debe llenarse.
field-must = obligatorio
# Lo que se dice junto a un campo que quedó vacío.
field-required = Este dato es obligatorio
field-show-dependent = Mostrar los campos de esta elección
error-summary-title = { $n ->
    [one] Hay un punto que corregir
   *[other] Hay { $n } puntos que corregir
}
date-hint = Como "mañana 20:00", "+2d 8:00" o 01/12/2026 20:00. Zona: { $zone }
date-pick = Elegir en el calendario
date-not-understood = Esta fecha y hora no se pudo leer

draft-found = Lo que escribió aquí %when no se guardó.
draft-restore = Restaurar
draft-discard = Descartar
draft-restored = Restaurado. Todavía no se guardó nada.

list-select-all = Seleccionar todas las filas de esta página
list-select-row = Seleccionar { $name }
list-selected-one = 1 seleccionada
list-selected-other = %n seleccionadas
list-fresh-one = 1 nueva
list-fresh-other = %n nuevas
list-fresh-show = mostrar
list-updated = La lista está al día
list-pager = Páginas
list-pager-of = de
list-pager-previous = Anterior
list-pager-next = Siguiente

matches-none = Sin resultados
matches-one = 1 resultado
matches-other = %n resultados
matches-searching = Buscando

palette-title = Búsqueda y comandos
palette-move = mover
palette-open = abrir
palette-search = Buscar "%q" en todo

confirm-title = Confirme
confirm-go = Continuar

keys-on = Atajos de una tecla activos
keys-on-hint = Ctrl K funciona siempre. Los atajos nunca actúan mientras escribe.
keys-next-row = Fila siguiente
keys-previous-row = Fila anterior
keys-open-row = Abrir la fila
keys-preview-row = Vista previa de la fila
keys-select-row = Seleccionar la fila
keys-edit = Editar
keys-advance = Avanzar
keys-capture = Capturar
keys-search = Buscar
keys-list = Esta lista
keys-palette = Búsqueda y comandos
keys-change = Cambiar la tecla
keys-press = Pulse la nueva tecla
keys-reset = Restaurar las teclas originales

ribbon-title = Flujo
ribbon-done = concluida
ribbon-now = actual
ribbon-ahead = por venir
ribbon-skipped = omitida

history-fields = { $n ->
    [one] { $n } campo cambiado
   *[other] { $n } campos cambiados
}
diff-field = Campo
diff-old = Antes
diff-new = Después
diff-none = vacío
