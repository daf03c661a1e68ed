### Registros: cómo se llaman tipos, campos, palabras y errores.

# What all entries share
entry-yes = Sí
entry-no = No
entry-new = Nuevo
entry-create = Crear
entry-edit = Editar
entry-delete = Eliminar
entry-actions = Acciones
entry-actions-of = Acciones para { $name }
entry-views = Vistas
entry-tab-all = Todos
entry-tab-active = Activos
entry-tab-inactive = Inactivos
entry-search = Palabras que buscar
entry-search-go = Buscar
entry-search-all = Mostrar todo
entry-none-yet = Aún no hay nada aquí
entry-none-found = Nada coincide
entry-none-found-hint = Pruebe con menos palabras, o muestre todo.
entry-none-chosen = Ninguno
entry-choose = Elija uno
entry-link = Vincular
entry-link-more = Uno más: { $what }
entry-row-more = Añadir una fila
entry-row-remove = Quitar
entry-row-remove-this = Quitar la fila { $n }
entry-secret-stays = Déjela vacía para conservar la actual.
entry-allowed = Permitido
entry-value = Valor
entry-history = Historial
entry-deleted = Eliminado el
entry-changed-meanwhile = { $who } cambió esto mientras usted escribía
entry-changed-meanwhile-hint = No se guardó nada. Lo que escribió sigue en el formulario: al guardar de nuevo queda su versión de estos campos.
entry-yours = Lo suyo
entry-theirs = Lo que está guardado
entry-delete-title = ¿Eliminar { $name }?
entry-delete-asks = Sale de todas las listas y ya no se puede elegir. Su historial permanece.
entry-delete-go = Eliminar
entry-delete-used = No se puede eliminar mientras se usa aquí:
said-deleted = Eliminado.
entry-event-created = Creado
entry-event-edited = Cambiado
entry-event-deleted = Eliminado
entry-event-password-changed = Contraseña cambiada

# The administration page
entry-home-people = Personas y acceso
entry-home-time = Tiempo de trabajo
entry-home-catalogue = Catálogo
entry-home-others = Flujos y ajustes
entry-flows = Flujos
entry-flows-about = Cómo van las liberaciones de tarea en tarea
entry-parameters = Parámetros
entry-parameters-about = Lo que se define una vez para todos
entry-flow = Flujo
entry-flow-plural = Flujos
entry-release = Liberación
entry-release-plural = Liberaciones

# Fields that several kinds have
entry-field-name = Nombre
entry-field-description = Descripción
entry-field-icon = Imagen
entry-field-active = Activo
entry-field-active-hint = Lo que no está activo permanece donde se usa y no se ofrece para nada nuevo.
entry-field-zone = Zona horaria
entry-field-zone-hint = Un nombre IANA como America/Sao_Paulo
entry-field-unit = Unidad
entry-field-location = Localidad
entry-field-employee = Empleado
entry-field-email = Correo electrónico
entry-field-contracts = Contratos
entry-field-language = Idioma
entry-field-created-at = Creado
entry-field-updated-at = Cambiado
entry-field-deleted-at = Eliminado
entry-field-working-day = Jornada

# Words of choices
entry-word-active = Activo
entry-word-inactive = Inactivo
entry-word-en = Inglés
entry-word-pt-BR = Portugués (Brasil)
entry-word-es = Español
entry-word-high = Alto
entry-word-medium = Medio
entry-word-low = Bajo

# Units
entry-unit = Unidad
entry-unit-plural = Unidades
entry-unit-about = Departamentos y sucursales, en árbol
entry-unit-new = Nueva unidad
entry-unit-parent = Pertenece a
entry-unit-latitude = Latitud
entry-unit-latitude-hint = En grados, negativos al sur del ecuador
entry-unit-longitude = Longitud
entry-unit-longitude-hint = En grados, negativos al oeste de Greenwich

# Locations
entry-location = Localidad
entry-location-plural = Localidades
entry-location-about = Edificios, plantas y salas de una unidad
entry-location-new = Nueva localidad

# Employees
entry-employee = Empleado
entry-employee-plural = Empleados
entry-employee-about = Todos para quienes se puede hacer una liberación, con o sin acceso
entry-employee-new = Nuevo empleado
entry-employee-phone = Teléfono
entry-employee-extension = Extensión
entry-employee-position = Cargo
entry-employee-kind = Tipo
entry-employee-kind-employee = Empleado
entry-employee-kind-contractor = Contratista
entry-employee-kind-partner = Socio

# Users
entry-user = Usuario
entry-user-plural = Usuarios
entry-user-about = Quién puede entrar, y con qué perfil
entry-user-new = Nuevo usuario
entry-user-login = Nombre de acceso
entry-user-password = Contraseña
entry-user-password-hint = Una contraseña nueva termina las sesiones de la persona.
entry-user-profile = Perfil de acceso
entry-user-language-hint = Sin él se usa el idioma del navegador.

# Groups
entry-group = Grupo
entry-group-plural = Grupos
entry-group-about = Equipos, qué pueden hacer en cada flujo, y quién está en ellos
entry-group-new = Nuevo grupo
entry-group-acronym = Sigla
entry-group-leader = Líder
entry-group-email = Otras direcciones de correo
entry-group-email-hint = Una en cada línea
entry-group-contracts-hint = Los contratos bajo los que trabaja el grupo
entry-group-members = Miembros
entry-group-members-employee = Empleado
entry-group-members-receives-mail = Recibe correo del grupo
entry-group-service-desk = Grupo de mesa de servicio
entry-group-service-desk-hint = Se le pueden delegar tareas.
entry-group-change-advisory-board = Comité asesor de cambios
entry-group-suspend-reactivate = Suspende y reactiva
entry-group-suspend-reactivate-hint = En todo flujo, digan lo que digan los permisos de abajo
entry-group-mandatory-mail = Correo obligatorio
entry-group-mandatory-mail-hint = Las liberaciones de este grupo los envían, se marque lo que se marque en ellas.
entry-group-mandatory-mail-creation = Al crear
entry-group-mandatory-mail-actions = En cada acción
entry-group-mandatory-mail-closing = Al cerrar
entry-group-flow-permissions = Permisos en los flujos
entry-group-flow-permissions-flow = Flujo
entry-group-flow-permissions-actions = Puede
entry-group-flow-permissions-actions-create = Crear
entry-group-flow-permissions-actions-execute = Ejecutar
entry-group-flow-permissions-actions-delegate = Delegar
entry-group-flow-permissions-actions-suspend = Suspender
entry-group-flow-permissions-actions-reactivate = Reactivar
entry-group-flow-permissions-actions-change-sla = Cambiar el plazo
entry-group-flow-permissions-actions-reopen = Reabrir
entry-group-flow-permissions-actions-cancel = Cancelar
entry-group-flow-permissions-actions-reclassify = Reclasificar

# Profiles
entry-profile = Perfil de acceso
entry-profile-plural = Perfiles de acceso
entry-profile-about = Qué partes de Slipway puede alguien ver y mantener
entry-profile-new = Nuevo perfil
entry-profile-rights = Derechos
entry-profile-rights-hint = Guardar incluye buscar, eliminar incluye ambos.
entry-profile-may-enter = Puede entrar
entry-profile-rights-search = Buscar
entry-profile-rights-save = Guardar
entry-profile-rights-delete = Eliminar
entry-profile-rights-release = Liberaciones
entry-profile-rights-portfolio = Portafolios y modelos
entry-profile-rights-justification = Justificaciones y categorías
entry-profile-rights-cmdb = CMDB
entry-profile-rights-media = Biblioteca de medios
entry-profile-rights-change = Cambios
entry-profile-rights-problem = Problemas
entry-profile-rights-knowledge = Conocimiento
entry-profile-rights-ticket = Tickets
entry-profile-rights-project = Proyectos
entry-profile-rights-workspace = Tableros
entry-profile-rights-directory = Personas, acceso, tiempo de trabajo
entry-profile-rights-flow = Flujos
entry-profile-rights-questionnaire = Cuestionarios
entry-profile-rights-parameter = Parámetros y plantillas de correo
entry-profile-rights-report = Informes
entry-profile-rights-audit = Auditoría
entry-profile-rights-special = Además de estos
entry-profile-rights-all-releases = Ve todas las liberaciones
entry-profile-rights-override-freeze = Pasa por encima de una congelación
entry-profile-rights-confirm-questionnaires = Confirma cuestionarios

# Contracts
entry-contract = Contrato
entry-contract-plural = Contratos
entry-contract-about = Los acuerdos bajo los que se trabaja
entry-contract-new = Nuevo contrato
entry-contract-number = Número
entry-contract-client = Cliente
entry-contract-provider = Proveedor
entry-contract-start = Inicio
entry-contract-end = Fin
entry-contract-end-hint = Vacío: no tiene fin.
entry-contract-groups = Grupos
entry-contract-units = Unidades

# Working days
entry-working-day = Jornada
entry-working-day-plural = Jornadas
entry-working-day-about = Las horas que se trabajan en un día
entry-working-day-new = Nueva jornada
entry-working-day-intervals = Horas
entry-working-day-intervals-hint = En orden, como 08:00; un día termina a las 24:00.
entry-working-day-intervals-start = De
entry-working-day-intervals-end = Hasta
entry-working-day-total-minutes = Minutos en total

# Calendars
entry-calendar = Calendario
entry-calendar-plural = Calendarios
entry-calendar-about = Qué días se trabajan en qué zona, con excepciones
entry-calendar-new = Nuevo calendario
entry-calendar-holidays = Considera feriados
entry-calendar-week = Semana
entry-calendar-week-hint = Un día sin jornada no se trabaja.
entry-calendar-week-monday = Lunes
entry-calendar-week-tuesday = Martes
entry-calendar-week-wednesday = Miércoles
entry-calendar-week-thursday = Jueves
entry-calendar-week-friday = Viernes
entry-calendar-week-saturday = Sábado
entry-calendar-week-sunday = Domingo
entry-calendar-exceptions = Excepciones
entry-calendar-exceptions-hint = Una excepción va antes que un feriado y antes que la semana.
entry-calendar-exceptions-kind = Tipo
entry-calendar-exceptions-kind-day-off = Día libre
entry-calendar-exceptions-kind-work = Trabajo
entry-calendar-exceptions-from = De
entry-calendar-exceptions-to = Hasta
entry-calendar-exceptions-working-day = Jornada
entry-calendar-reckon = Calcular tiempo de trabajo

# Holidays
entry-holiday = Feriado
entry-holiday-plural = Feriados
entry-holiday-about = Días que no se trabajan, en todas partes o en una unidad
entry-holiday-new = Nuevo feriado
entry-holiday-date = Fecha
entry-holiday-every-year = Cada año
entry-holiday-unit-hint = Ninguna: es feriado en todas partes.

# Portfolios
entry-portfolio = Portafolio
entry-portfolio-plural = Portafolios
entry-portfolio-about = Carpetas de los modelos con los que se registran liberaciones
entry-portfolio-new = Nuevo portafolio

# Models
entry-model = Modelo
entry-model-plural = Modelos
entry-model-about = Preajustes de liberaciones: flujo, grupo, calendario, correos
entry-model-new = Nuevo modelo
entry-model-portfolio = Portafolio
entry-model-flow = Flujo
entry-model-executor-group = Grupo ejecutor
entry-model-calendar = Calendario
entry-model-mail-creation = Correo al crear
entry-model-mail-completion = Correo al concluir
entry-model-mail-actions = Correo en otras acciones
entry-model-impact = Impacto
entry-model-urgency = Urgencia
entry-model-category = Categoría
entry-model-category-minor = Menor
entry-model-category-major = Mayor
entry-model-category-significant = Significativa
entry-model-category-emergency = De emergencia
entry-model-status = Situación
entry-model-status-hint = Solo un modelo activo se ofrece para liberaciones nuevas.
entry-model-status-new = Nuevo
entry-model-status-active = Activo
entry-model-status-retired = Retirado
entry-model-contracts-hint = Ninguno: sus liberaciones pueden hacerse bajo cualquier contrato.
entry-model-requires-change = Se debe vincular un cambio antes de que termine la primera tarea
entry-model-requires-description = La descripción es obligatoria
entry-model-suspension-policy = Una suspensión
entry-model-suspension-policy-shift-deadline = Mueve el plazo
entry-model-suspension-policy-keep-deadline = Deja el plazo

# Justifications
entry-justification = Justificación
entry-justification-plural = Justificaciones
entry-justification-about = Motivos de una suspensión
entry-justification-new = Nueva justificación
entry-justification-name-hint = Vacío: la primera línea de la descripción.
entry-justification-situation = Situación
entry-justification-suspends = Se puede usar para suspender

# Lists of names
entry-solution-category = Categoría de solución
entry-solution-category-plural = Categorías de solución
entry-solution-category-about = Cómo se resolvieron las liberaciones, o por qué se cancelaron
entry-solution-category-new = Nueva categoría de solución
entry-occurrence-category = Categoría de ocurrencia
entry-occurrence-category-plural = Categorías de ocurrencia
entry-occurrence-category-about = De qué trata un registro del diario de trabajo
entry-occurrence-category-new = Nueva categoría de ocurrencia
entry-occurrence-origin = Origen de ocurrencia
entry-occurrence-origin-plural = Orígenes de ocurrencia
entry-occurrence-origin-about = De dónde vino un registro del diario de trabajo
entry-occurrence-origin-new = Nuevo origen de ocurrencia
entry-change-outcome = Resultado de cambio
entry-change-outcome-plural = Resultados de cambio
entry-change-outcome-about = Qué fue de un cambio que llevaba una liberación
entry-change-outcome-new = Nuevo resultado de cambio
entry-activity-group = Grupo de actividad
entry-activity-group-plural = Grupos de actividad
entry-activity-group-about = Equipos que realizan actividades programadas
entry-activity-group-new = Nuevo grupo de actividad
entry-activity-group-group = Grupo
entry-activity-group-group-hint = Se avisa a sus miembros cuando una actividad se programa, se mueve o se termina.
entry-activity-group-start = Desde

# Mail templates
entry-mail-template = Plantilla de correo
entry-mail-template-plural = Plantillas de correo
entry-mail-template-about = Lo que dicen los correos, en cada idioma
entry-mail-template-new = Nueva plantilla de correo
entry-mail-template-title = Título
entry-mail-template-identifier = Identificador
entry-mail-template-identifier-hint = El mismo en todos los idiomas; el idioma de quien lee decide qué texto se envía.
entry-mail-template-subject = Asunto
entry-mail-template-body = Texto
entry-mail-template-body-hint = Marcadores como ${"{"}NUMBER{"}"}, ${"{"}TITLE{"}"} o ${"{"}LINK{"}"} se rellenan al enviar.
entry-mail-template-process = Proceso
entry-mail-template-process-release = Liberaciones
entry-mail-template-process-change = Cambios
entry-mail-template-process-problem = Problemas
entry-mail-template-process-ticket = Tickets
entry-mail-template-process-cmdb = CMDB
entry-mail-template-process-media = Biblioteca de medios
entry-mail-template-process-notification = Notificaciones

# Parameters
entry-parameter-default = Por omisión: { $value }
entry-parameter-none = ninguno
entry-parameter-release-prefix = Prefijo de los números de liberación
entry-parameter-release-prefix-hint = Se muestra antes del número, como en REL-42.
entry-parameter-groups-follow-contracts = Los grupos ejecutores deben pertenecer al contrato
entry-parameter-groups-follow-contracts-hint = Una liberación solo acepta entonces grupos vinculados a su contrato.
entry-parameter-units-follow-contracts = Las unidades deben pertenecer al contrato
entry-parameter-units-follow-contracts-hint = Una liberación solo acepta entonces unidades vinculadas a su contrato.
entry-parameter-locations-are-free = Las localidades no dependen de las unidades
entry-parameter-locations-are-free-hint = La localidad de un contacto puede ser entonces de otra unidad.
entry-parameter-mail-switched-off = No enviar ningún correo
entry-parameter-mail-switched-off-hint = Mientras esté activado, ningún correo entra en la cola ni se envía.
entry-parameter-mail-requester = Enviar correo al solicitante durante el flujo
entry-parameter-mail-requester-hint = Para acciones entre la creación y el cierre.
entry-parameter-rows-per-page = Filas por página
entry-parameter-rows-per-page-hint = En listas, de 10 a 200.
entry-parameter-search-limit = Máximo de filas de una búsqueda
entry-parameter-search-limit-hint = La lista de liberaciones termina ahí y lo dice. Vacío: sin límite.
entry-parameter-mail-retention-days = Conservar los correos enviados (días)
entry-parameter-mail-retention-days-hint = Después salen de la bandeja de salida. Lo que espera o falló permanece. Vacío: para siempre.
entry-parameter-upload-limit-bytes = Mayor archivo en bytes
entry-parameter-upload-limit-bytes-hint = 1 GiB es 1073741824.
entry-parameter-forbidden-extensions = Extensiones de archivo rechazadas
entry-parameter-forbidden-extensions-hint = Separadas por espacios, sin puntos.

# Portfolios and their models
portfolio-advance = Avanzar
portfolio-models = Modelos
portfolio-none = Aún no hay portafolio
portfolio-no-models = Ningún modelo aquí
portfolio-no-models-hint = Los modelos cambian de pestaña según su situación.

# The calculator of working time
reckon-title = Tiempo de trabajo en { $name }
reckon-intro = Indique un inicio y un fin o minutos. Horas en { $zone }.
reckon-start = Inicio
reckon-end = Fin
reckon-end-hint = Responde el tiempo de trabajo hasta entonces
reckon-minutes = Minutos
reckon-minutes-hint = Responde cuándo habrán pasado
reckon-unit = Feriados de
reckon-suspensions = Suspensiones
reckon-suspensions-from = De
reckon-suspensions-to = Hasta
reckon-go = Calcular
reckon-minutes-answer = { $hours } horas de tiempo de trabajo
reckon-deadline-answer = Agotado el
reckon-held = Una suspensión abierta detiene el reloj: no hay plazo.

# What can be wrong with a field
field-not-an-object = Aquí se esperan varios campos
field-not-text = Aquí se espera un texto
field-control-character = Contiene un carácter que no se puede mostrar
field-too-long = Como máximo { $max } caracteres; tiene { $length }
field-line-break = Debe estar en una sola línea
field-not-an-address = Esto no es una dirección de correo
field-not-an-id = Elija uno de la lista; nada tiene este nombre o id
field-not-a-date = Se espera una fecha como 2026-12-01
field-not-a-local-time = Se espera fecha y hora como 2026-12-01T09:00
field-not-an-instant = Se espera un instante como 2026-12-01T13:00:00Z
field-not-a-choice = Se espera uno de estos: { $choices }
field-not-a-flag = Se espera sí o no (true o false)
field-out-of-range = De { $min } a { $max }
field-not-an-integer = Se espera un número entero
field-not-a-number = Se espera un número
field-not-a-list = Se espera una lista
field-too-many = Como máximo { $max } de estos
field-unknown-field = No existe este campo
field-secret-length = De { $min } a { $max } caracteres
field-not-a-zone = Esto no es una zona horaria; se espera un nombre como America/Sao_Paulo
field-not-a-time = Se espera una hora de 00:00 a 24:00
field-unknown-reference = Esto no existe, o ya no existe
field-inactive-reference = { $name } no está activo y no se puede elegir
field-repeated = Esto está dos veces en la lista
field-read-only = Esto no se puede escribir
field-taken = Esto ya está en uso
field-circle = Pertenecería a sí mismo
field-before-start = El fin es anterior al inicio
field-own-access = Perdería su propio acceso; pídaselo a otro administrador
field-out-of-order = Empieza antes de que termine el anterior
field-not-after-start = El fin debe ser posterior al inicio
field-overlaps = Otra excepción también trata de { $on }
field-no-service = Ningún tiempo de trabajo en diez años: elija una jornada
field-not-on-a-day-off = Un día libre no tiene jornada
field-either-or = Indique uno de los dos, no ambos
field-two-open = Hay dos suspensiones abiertas a la vez
field-beyond-search = Tanto tiempo de trabajo no pasa en diez años
field-other-process = Esta plantilla no fue escrita para liberaciones
field-unknown-placeholder = Nada se llama { $name }
