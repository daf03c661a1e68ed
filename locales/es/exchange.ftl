### Archivos de la CMDB: importaciones, sus informes, exportaciones.

# Páginas
import-title = Importar y exportar
import-about = Elementos y relaciones de un archivo, o todos ellos en uno
import-begin = Importar un archivo
import-rows-are = Las filas son
import-cis = Elementos de configuración
import-cis-hint = Una fila por elemento, encontrado por su identificación: los nuevos se crean, los conocidos se actualizan
import-relationships = Relaciones
import-relationships-hint = Una fila por par: de, a y el tipo
import-file = Archivo
import-file-hint = CSV con fila de encabezado, o JSON por líneas; UTF-8 o UTF-16
import-look = Ver el archivo
import-before = Importaciones anteriores
import-none = Aún no se importó nada
import-nameless = Sin nombre
import-begun = Inicio
import-by = Por
import-rehearsal = Ensayo
import-state-prepared = Lista
import-state-running = En curso
import-state-done = Terminada
import-state-failed = Detenida
export-whole = Todo en { $format }

# Una importación
import-report = Informe
import-going-on = Recibido hasta ahora
import-rehearsed = Esto fue un ensayo: no se guardó nada. La importación hace lo mismo y lo guarda.
import-rows = Filas
import-created = Creadas
import-updated = Actualizadas
import-unchanged = Sin cambios
import-refused = Rechazadas
import-refusals = Filas rechazadas
import-line = Línea
import-column = Columna
import-reason = Motivo
import-columns = Qué son las columnas
import-columns-about = Las primeras filas del archivo. Las columnas que se dejan fuera no cambian nada.
import-first-rows = Primeras filas
import-column-is = { $name } es
import-leave-out = Dejar fuera
import-attribute = Característica { $tag }
import-field-from = De
import-field-to = A
import-field-type = Tipo
import-create-missing = Crear tipos, grupos y características que aún no existen
import-rehearse = Ensayar
import-now = Importar
import-failure-no-file = El archivo ya no está aquí. Envíelo de nuevo para continuar.

# Rechazos de un archivo o de una fila
fault-import-over = La importación no acepta nada más
fault-import-over-detail = Ya está en curso, o todas las filas están contadas.
fault-import-over-help = Vea su informe; envíe lo rechazado en un archivo nuevo.
field-no-header = La primera fila no se puede leer; tiene que nombrar las columnas
field-not-unicode = Esto no es UTF-8 ni UTF-16
field-nameless-column = La columna { $number } no tiene nombre
field-repeated-column = { $name } aparece dos veces
field-unknown-column = Esta columna no es un campo; diga qué es o déjela fuera
field-missing-column = Falta la columna { $name }
field-ragged-row = La fila tiene { $found } celdas, el encabezado tiene { $expected }
field-row-too-long = La fila tiene más de { $max } bytes
field-open-quote = Una comilla abierta en esta fila nunca se cierra; todo lo que sigue se leyó como una sola celda
field-not-json = Esto no es JSON: { $why }
field-unknown-name = Nada se llama { $name }
field-several-of-name = Más de uno se llama { $name }
field-repeated-row = Una fila anterior de este archivo trata de lo mismo
field-other-file = Este no es el archivo con el que empezó la importación
