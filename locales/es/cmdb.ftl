### Configuration items, what describes them, and what depends on what.

# Names of the CMDB on every page
rail-cmdb = CMDB
entry-home-cmdb = Gestión de la configuración
entry-attribute = Atributo
entry-event-restored = Restaurado
entry-event-restore-point = Punto de restauración
entry-relationship = Relación
entry-relationship-plural = Relaciones

# Items
entry-item = Elemento de configuración
entry-item-plural = Elementos de configuración
entry-item-about = Lo que se gestiona, con cada estado que ha tenido
entry-item-new = Nuevo elemento
entry-item-identification = Identificación
entry-item-identification-hint = Única; los archivos de importación encuentran el elemento por ella.
entry-item-type = Tipo
entry-item-group = Grupo
entry-item-group-hint = Su raíz dice la etapa del ciclo de vida.
entry-item-stage = Etapa
entry-item-status = Estado
entry-item-status-hint = Sin elegir: el habitual.
entry-item-criticality = Criticidad
entry-item-impact = Impacto
entry-item-urgency = Urgencia
entry-item-version = Versión
entry-item-family = Familia
entry-item-class = Clase
entry-item-serial-number = Número de serie
entry-item-fixed-asset-tag = Etiqueta de activo fijo
entry-item-expiration-date = Vence el
entry-item-contract = Contrato
entry-item-employee = Usado por
entry-item-owner-group = Grupo responsable
entry-item-owner-user = Responsable
entry-item-parent = Parte del elemento
entry-item-criticality-period = Período de criticidad
entry-item-calendar = Calendario de servicio
entry-item-sla-title = Nivel de servicio
entry-item-cost-per-hour = Costo por hora de indisponibilidad
entry-item-to-be-validated = Por validar en producción
entry-item-attributes = Características
entry-item-additional-information = Información adicional
entry-item-warranties = Garantías
entry-item-warranties-provider = Proveedor
entry-item-warranties-start = Desde
entry-item-warranties-end = Hasta
entry-word-critical = Crítica
entry-word-development = Desarrollo
entry-word-homologation = Homologación
entry-word-production = Producción
entry-word-inventory = Inventario

# Groups
entry-item-group-plural = Grupos de EC
entry-item-group-about = El árbol de los elementos; sus raíces son las etapas del ciclo de vida
entry-item-group-new = Nuevo grupo de EC
entry-item-group-parent = Pertenece a
entry-item-group-stage = Etapa
entry-item-group-stage-hint = De una raíz; lo de abajo tiene la misma. El inventario puede ser parte del desarrollo.
entry-item-group-default = Grupo predeterminado de su etapa
entry-item-group-default-hint = Lo que se promueve a la etapa llega aquí; uno por etapa.

# Types of items
entry-item-type-plural = Tipos de EC
entry-item-type-about = Clases de elementos y las características de cada una
entry-item-type-new = Nuevo tipo de EC
entry-field-tag = Identificador
entry-field-tag-hint = Minúsculas, dígitos y guiones bajos; no cambia después.
entry-item-type-category = Categoría
entry-item-type-category-hardware = Hardware
entry-item-type-category-software = Software
entry-item-type-category-service = Servicio
entry-item-type-category-document = Documento
entry-item-type-category-environment = Entorno
entry-item-type-category-other = Otro
entry-item-type-characteristics = Características

# Characteristics
entry-characteristic = Característica
entry-characteristic-plural = Características
entry-characteristic-about = Atributos con tipo que los tipos dan a sus elementos
entry-characteristic-new = Nueva característica
entry-characteristic-type = Contiene
entry-characteristic-type-text = Texto
entry-characteristic-type-long-text = Texto largo
entry-characteristic-type-integer = Número entero
entry-characteristic-type-number = Número
entry-characteristic-type-boolean = Sí o no
entry-characteristic-type-date = Fecha
entry-characteristic-type-choice = Uno de una lista
entry-characteristic-default = Valor predeterminado
entry-characteristic-default-hint = Lo que tiene un elemento nuevo si nadie lo indica.
entry-characteristic-unit-of-measure = Unidad de medida
entry-characteristic-required = Obligatoria
entry-characteristic-minimum = Mínimo
entry-characteristic-maximum = Máximo
entry-characteristic-choices = Opciones
entry-characteristic-choices-hint = Una por línea.

# Statuses
entry-item-status-plural = Estados de EC
entry-item-status-about = En qué estado está un elemento y cuáles lo bloquean
entry-item-status-new = Nuevo estado de EC
entry-item-status-editing = Edición
entry-item-status-editing-open = Todo se puede cambiar
entry-item-status-editing-status-only = Solo se puede cambiar el estado
entry-item-status-editing-never = Bloqueado para siempre
entry-item-status-usual = Habitual para elementos nuevos

# Types of relationships
entry-relationship-type = Tipo de relación
entry-relationship-type-plural = Tipos de relación
entry-relationship-type-about = Cómo dependen unos elementos de otros y por dónde viaja el fallo
entry-relationship-type-new = Nuevo tipo de relación
entry-relationship-type-reverse-name = Visto desde el otro extremo
entry-relationship-type-position = Posición
entry-relationship-type-position-same-level = Mismo nivel
entry-relationship-type-position-upper-lower = Nivel superior e inferior
entry-relationship-type-impact = Quién sufre
entry-relationship-type-impact-target-to-source = El origen, cuando falla el destino
entry-relationship-type-impact-source-to-target = El destino, cuando falla el origen
entry-relationship-type-impact-both = Cada uno, cuando falla el otro
entry-relationship-type-impact-none = Ninguno

# Parameters
entry-parameter-production-items-need-change = Los elementos en producción solo cambian bajo un cambio
entry-parameter-production-items-need-change-hint = Las ediciones y los elementos nuevos de producción se rechazan sin uno.

# What can be wrong with a field
field-not-a-tag = Un identificador empieza con letra y tiene letras, dígitos y guiones bajos
field-fixed = Ya no se puede cambiar
field-fixed-in-use = No se puede cambiar mientras está en uso
field-below-minimum = El máximo es menor que el mínimo
field-stage-of-parent = Un grupo tiene la etapa del grupo al que pertenece
field-group-not-empty = La etapa de un grupo con contenido no puede cambiar
field-needs-stage = Solo un grupo con etapa puede ser el predeterminado de una
field-default-taken = Otro grupo es el predeterminado de esta etapa
field-unknown-tag = No hay "{ $tag }", o no está activo
field-unknown-attribute = El tipo del elemento no tiene esa característica
field-unknown-version = No existe esa versión
field-not-a-value = Se espera un texto, un número, o true o false
field-related-already = Estos dos ya están relacionados así
field-related-to-itself = Un elemento no se relaciona consigo mismo

# Refusals
fault-item-locked = El elemento está bloqueado
fault-item-locked-detail = Su estado, { $status }, no permite cambiarlo.
fault-item-change-required = Se requiere un cambio
fault-item-change-required-detail = Esta instalación solo cambia elementos en producción bajo un cambio, y aún no se puede indicar ninguno. El parámetro production_items_need_change lo desactiva.
fault-cmdb-loading = La CMDB se está cargando
fault-cmdb-loading-detail = El grafo de dependencias aún se está leyendo. Pregunte de nuevo en un momento, o con profundidad de 4 como máximo.

# What a new installation begins with
seed-item-status-in-development = En desarrollo
seed-item-status-activated = Activado
seed-item-status-in-maintenance = En mantenimiento
seed-item-status-in-stock = En existencias
seed-item-status-deactivated = Desactivado
seed-item-status-destroyed = Destruido
seed-item-type-server = Servidor
seed-item-type-network-device = Dispositivo de red
seed-item-type-application = Aplicación
seed-item-type-database = Base de datos
seed-item-type-environment = Entorno
seed-item-type-document = Documento
seed-item-type-service = Servicio de negocio
seed-stage-development = Desarrollo
seed-stage-homologation = Homologación
seed-stage-production = Producción
seed-stage-development-default = Elementos nuevos
seed-stage-homologation-default = En prueba
seed-stage-production-default = En operación
seed-stage-inventory = Inventario
seed-relationship-depends-on = depende de
seed-relationship-depends-on-reverse = es necesario para
seed-relationship-runs-on = se ejecuta en
seed-relationship-runs-on-reverse = ejecuta
seed-relationship-part-of = parte de
seed-relationship-part-of-reverse = contiene
seed-relationship-connects-to = se conecta a
seed-relationship-connects-to-reverse = está conectado a
seed-relationship-uses = usa
seed-relationship-uses-reverse = es usado por

# Pages
cmdb-general = General
cmdb-related = Elementos relacionados
cmdb-impact = Impacto
cmdb-map = Mapa
cmdb-versions = Versiones
cmdb-sides = Elemento
cmdb-browse = Grupos y tipos
cmdb-below = Grupos inferiores
cmdb-below-with = Con ellos
cmdb-below-without = Sin ellos
cmdb-any = Cualquiera
cmdb-found = { $n } elementos
cmdb-first-page = Primera página
cmdb-new-child = Nueva parte
cmdb-parts = Partes de este elemento
cmdb-verified = El historial está completo e inalterado
cmdb-not-verified = El historial fue alterado
cmdb-related-none = Aún no está relacionado con nada.
cmdb-related-more = Se muestran las primeras 200; la API las lista todas.
cmdb-since = Desde
cmdb-end = Terminar
cmdb-relate = Relacionar con otro elemento
cmdb-this-item = Este elemento
cmdb-direction = Mostrar
cmdb-direction-impacted = Lo que sufre cuando falla
cmdb-direction-causes = Lo que lo hace sufrir
cmdb-direction-both = Causa y efecto
cmdb-depth = Profundidad
cmdb-depth-all = Toda
cmdb-show = Mostrar
cmdb-impact-total = { $n } elementos
cmdb-impact-more = Se muestran los 100 más cercanos; la API los pagina todos.
cmdb-services = Servicios entre ellos:
cmdb-distance = Distancia
cmdb-path = Camino más corto
cmdb-map-of = Mapa de { $name }
cmdb-map-read = A la izquierda lo que lo hace sufrir, a la derecha lo que sufre; las flechas van de un elemento a aquello de lo que depende o sobre lo que actúa.
cmdb-map-more = { $n } más
cmdb-map-more-list = Todos en la tabla de impacto
cmdb-map-tools = Dibujo
cmdb-map-in = Más grande
cmdb-map-out = Más pequeño
cmdb-map-whole = Mapa entero
cmdb-map-keys = Más, menos y 0 cambian el tamaño; las flechas mueven, de elemento en elemento cuando uno tiene el foco.
cmdb-map-open = Abrir el elemento
cmdb-map-here = Mapa desde aquí
cmdb-map-table = Lo mismo en una tabla
cmdb-other = Otro elemento
cmdb-compare = Comparar
cmdb-compared = Comparación:
cmdb-no-difference = Nada difiere.
cmdb-from = Desde
cmdb-to = Hasta
cmdb-author = Por
cmdb-restore = Restaurar
cmdb-point-name = Nombre del punto de restauración
cmdb-mark = Marcar el estado actual
fault-item-locked-help = Un estado que bloquea para siempre es un final; otros dejan cambiar el estado.
fault-item-change-required-help = Cambie el elemento antes de que esté en producción o desactive el parámetro.
fault-cmdb-loading-help = Se lee una vez tras cada inicio.
