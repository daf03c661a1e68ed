### Archivos: la lista de una liberación, el formulario para adjuntar, lo que se rechaza y cómo lo cuenta el historial.

release-files = Archivos
release-documents = Documentos
release-room-attachments = Archivo
event-file-added = Adjuntó el archivo { $name }
event-file-removed = Retiró el archivo { $name }
said-file-added = El archivo quedó adjunto.
said-file-removed = El archivo quedó retirado. El historial lo conserva.
decimal-mark = ,

file-kind-attachment = Adjunto
file-kind-package = Documento del paquete
file-kind-legal = Documento legal
file-kind-general = Documento general
file-kind-training = Documento de capacitación
file-phase-none = Ninguna: la liberación en su conjunto

file-field-file = Archivo
file-field-kind = Tipo
file-field-phase = Fase
file-field-description = Descripción
file-size = Tamaño
file-added = Añadido
file-none-title = Aún no hay archivos
file-none = Aquí está lo que pertenece a esta liberación y es un archivo: el paquete, sus documentos, evidencias de pruebas.
file-add-title = Adjuntar un archivo
file-add = Adjuntar archivo
file-phase-hint = Un documento de una fase también aparece en la sección de esa fase.
file-limit-size = Como máximo { $size }.
file-limit-extensions = No se aceptan: { $extensions }
file-too-large = El archivo es mayor de lo que esta instalación acepta. Lo que escribió sigue aquí; elija un archivo menor.
file-remove = Retirar
file-remove-named = Retirar { $name }
file-remove-title = ¿Retirar el archivo?
file-remove-hint = Sale de la lista de inmediato. El historial guarda quién lo adjuntó y quién lo retiró, y los auditores aún pueden leerlo.
file-keep = Conservar el archivo

field-empty-file = El archivo está vacío
field-one-file = Un archivo a la vez

fault-file-forbidden = No se aceptan archivos de este tipo
fault-file-forbidden-detail = Esta instalación no acepta archivos que terminan en { $extension }. No se guardó nada.
fault-file-forbidden-help = Envíe el archivo en otra forma o pida a un administrador que cambie las extensiones prohibidas.

fault-file-spoilt = El archivo está dañado
fault-file-spoilt-detail = El archivo falta en el almacén o ya no es el que se subió. No se entrega.
fault-file-spoilt-help = Avise a un administrador: “slipway verify” dice cuál es el archivo, y la última copia de seguridad lo tiene.
