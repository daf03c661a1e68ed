### Refusals: a title, what was found, and what to do. One of each for every code of edge/fault.rs.

fault-request-unreadable = Solicitud ilegible
fault-request-unreadable-detail = El cuerpo o una cabecera no se pudo leer: { $why }. No se cambió nada.
fault-request-unreadable-help = Envíe JSON en UTF-8 con 32 niveles como máximo.

fault-session-none = Sin sesión
fault-session-none-detail = Su sesión terminó o no se abrió. Lo que escribió queda en este navegador.
fault-session-none-help = Inicie sesión de nuevo o envíe un token personal como Authorization: Bearer.

fault-session-wrong-password = Acceso no permitido
fault-session-wrong-password-detail = El nombre de usuario y la contraseña no se corresponden.
fault-session-wrong-password-help = Compruebe ambos. Un administrador puede definir una contraseña nueva.

fault-access-forbidden = Falta el derecho
fault-access-forbidden-detail = Necesita el derecho "{ $right }" para esto.
fault-access-forbidden-help = Pida el derecho a un administrador, en su perfil o en un grupo.

fault-access-not-concerned = No es su tarea
fault-access-not-concerned-detail = Usted no es responsable de esta tarea, no está en su grupo ni se compartió con usted.
fault-access-not-concerned-help = Pida a alguien del grupo que comparta la tarea.

fault-access-requester-only = Solo el solicitante
fault-access-requester-only-detail = El flujo da esta tarea solo al solicitante.
fault-access-requester-only-help = El solicitante captura y completa esta tarea.

fault-access-scope = El token no llega hasta aquí
fault-access-scope-detail = El alcance del token no permite esto ({ $right }).
fault-access-scope-help = Use un token con mayor alcance.

fault-access-cross-site = Rechazado: enviado desde otro sitio
fault-access-cross-site-detail = La solicitud vino de una página de otro sitio o no dice de dónde vino.
fault-access-cross-site-help = Los programas envían un token bearer en lugar de la cookie.

fault-record-not-found = No encontrado
fault-record-not-found-detail = No existe ese registro, o usted no puede verlo.
fault-record-not-found-help = Compruebe la dirección. No se muestran registros eliminados ni de otros grupos.

fault-request-method = Método no permitido
fault-request-method-detail = Esta dirección existe, pero no para este método.
fault-request-method-help = Vea en la documentación de la API los métodos de una dirección.

fault-request-timeout = Demasiado lento
fault-request-timeout-detail = El cuerpo no llegó a tiempo. No se cambió nada.
fault-request-timeout-help = Envíe la solicitud de nuevo.

fault-record-in-use = Todavía en uso
fault-record-in-use-detail = No se puede eliminar mientras otros registros lo usen: { $users }.
fault-record-in-use-help = Quite primero los usos o desactive el registro.

fault-release-not-open = La liberación está cerrada
fault-release-not-open-detail = Una liberación cerrada no admite más cambios.
fault-release-not-open-help = Reábrala, si puede.

fault-release-canceled = La liberación está cancelada
fault-release-canceled-detail = Una liberación cancelada solo avanza hacia su fin.
fault-release-canceled-help = Avance para cerrarla.

fault-release-suspended = La liberación está suspendida
fault-release-suspended-detail = Reactívela primero.
fault-release-suspended-help = Una liberación suspendida rechaza cambios hasta que se reactive.

fault-release-held = Otra persona es responsable
fault-release-held-detail = { $name } es responsable de esta tarea.
fault-release-held-help = Asuma la tarea o pida que la compartan con usted.

fault-release-free = Nadie tiene la tarea
fault-release-free-detail = Nadie es responsable todavía: capture la tarea.
fault-release-free-help = Capture la tarea.

fault-release-already-yours = Ya es suya
fault-release-already-yours-detail = Usted ya es responsable de esta tarea.
fault-release-already-yours-help = Continúe con la tarea.

fault-release-not-captured = Nadie es responsable todavía
fault-release-not-captured-detail = Capture primero la tarea.
fault-release-not-captured-help = Quien avanza una tarea debe ser responsable de ella.

fault-release-task-not-open = La tarea no está abierta
fault-release-task-not-open-detail = La tarea "{ $task }" no está abierta en esta liberación: ya se completó o aún no le toca.
fault-release-task-not-open-help = Vea en el flujo las tareas abiertas.

fault-release-task-unclear = ¿Qué tarea?
fault-release-task-unclear-detail = Hay varias tareas abiertas; indique una: { $tasks }.
fault-release-task-unclear-help = Envíe el id de la tarea en "task".

fault-release-change-required = Se exige un cambio relacionado
fault-release-change-required-detail = El modelo exige un cambio relacionado antes de que termine la primera tarea.
fault-release-change-required-help = Relacione un cambio con la liberación.

fault-release-no-way = El flujo no lleva hasta allí
fault-release-no-way-detail = Esta tarea no puede dejarse con este resultado.
fault-release-no-way-help = Elija otro resultado; el flujo muestra cuáles llevan adelante.

fault-release-status-fixed = La situación es fija aquí
fault-release-status-fixed-detail = La tarea "{ $task }" no permite fijar la situación.
fault-release-status-fixed-help = Avance primero la tarea.

fault-release-field-locked = Bloqueado tras la primera tarea
fault-release-field-locked-detail = El contrato y el inicio planificado ya no se pueden cambiar.
fault-release-field-locked-help = Son editables mientras la liberación está en su primera tarea.

fault-flow-exists = El flujo ya existe
fault-flow-exists-detail = Ya existe un flujo llamado "{ $name }": añádale una versión.
fault-flow-exists-help = Un flujo se conoce por el id de su proceso.

fault-flow-other = Otro flujo
fault-flow-other-detail = El archivo es el flujo "{ $found }", no "{ $expected }".
fault-flow-other-help = Mantenga el id del proceso de versión a versión.

fault-setup-done = Ya configurado
fault-setup-done-detail = Esta instalación ya tiene su administrador.
fault-setup-done-help = Inicie sesión.

fault-record-changed = Cambiado entretanto
fault-record-changed-detail = Alguien cambió este registro después de que usted lo leyera. No se sobrescribió nada.
fault-record-changed-help = Léalo de nuevo, vea qué cambió y envíe su cambio con el nuevo ETag.

fault-request-too-large = Demasiado grande
fault-request-too-large-detail = El cuerpo puede tener como máximo { $limit } bytes.
fault-request-too-large-help = Envíe menos de una vez.

fault-request-uri-too-long = Dirección demasiado larga
fault-request-uri-too-long-detail = Una dirección puede tener como máximo 8 KiB.
fault-request-uri-too-long-help = Acorte la consulta.

fault-request-media-type = Tipo de medio no admitido
fault-request-media-type-detail = El cuerpo debe ser { $expected }.
fault-request-media-type-help = Ponga en Content-Type lo que es el cuerpo.

fault-request-invalid = Faltan campos o son erróneos
fault-request-invalid-detail = Se indica cada campo que falta o es erróneo. No se cambió nada.
fault-request-invalid-help = Corrija los campos de "errors" y envíe la solicitud de nuevo.

fault-idempotency-key-reused = La clave se usó para otra cosa
fault-idempotency-key-reused-detail = Esta clave de idempotencia vino antes con otra solicitud.
fault-idempotency-key-reused-help = Use una clave nueva para una solicitud nueva.

fault-flow-refused = El archivo no es un flujo ejecutable
fault-flow-refused-detail = Líneas que lo impiden: { $n }. Primera: { $first }
fault-flow-refused-help = Corrija las líneas indicadas; "refusals" las lista todas.

fault-request-precondition-required = Se requiere If-Match
fault-request-precondition-required-detail = Diga con If-Match qué estado del registro ha visto.
fault-request-precondition-required-help = Envíe el ETag del registro, o * para cualquier estado.

fault-request-too-many = Demasiadas solicitudes
fault-request-too-many-detail = Espere un momento e inténtelo de nuevo.
fault-request-too-many-help = Retry-After dice cuántos segundos.

fault-server-error = Algo salió mal aquí
fault-server-error-detail = La solicitud falló sin culpa suya. No se cambió nada.
fault-server-error-help = Diga a un administrador el id de la solicitud; el registro conoce la causa.

fault-server-unavailable = No disponible por el momento
fault-server-unavailable-detail = La base de datos no está accesible en este momento. No se cambió nada.
fault-server-unavailable-help = Inténtelo de nuevo en un momento.

fault-server-full = Sin espacio
fault-server-full-detail = El disco de la base de datos está lleno. No se cambió nada.
fault-server-full-help = Un administrador debe liberar espacio en el disco.

fault-request-header-too-large = Cabeceras demasiado grandes
fault-request-header-too-large-detail = El bloque de cabeceras puede tener como máximo 32 KiB.
fault-request-header-too-large-help = Envíe menos cabeceras o más cortas.

fault-request-host = Falta Host
fault-request-host-detail = La cabecera Host falta o está repetida.
fault-request-host-help = Envíe exactamente una cabecera Host.

# Wrong fields of releases.
field-model-not-active = El modelo no está activo
field-contract-not-valid = El contrato está inactivo o fuera de su vigencia
field-contract-not-of-model = El modelo no se realiza bajo este contrato
field-group-not-of-contract = El grupo no trabaja bajo este contrato
field-unit-not-of-contract = La unidad no pertenece a este contrato
field-location-of-another-unit = La ubicación pertenece a otra unidad
field-ends-before-start = El fin es anterior al inicio
field-in-the-past = Esto está en el pasado
field-locked = Bloqueado tras la primera tarea
field-not-a-situation = Esta situación no se fija a mano
field-not-a-task = No es el id de una tarea
field-not-a-choice-here = Una palabra de esta lista no es una de las opciones
field-not-a-cursor = No es un cursor de esta lista y orden
fault-mail-not-failed = El correo no está fallido
fault-mail-not-failed-detail = Solo se reenvía un correo no entregado; este está "{ $state }".
fault-mail-not-failed-help = Vea el correo otra vez: puede haber vuelto a la cola.
